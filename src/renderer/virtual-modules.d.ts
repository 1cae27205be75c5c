declare module 'virtual:face-mesh-triangles' {
  /**
   * Landmark indices of the tracked face mesh, `Uint16Array [852 × 3]`, counter-clockwise seen from the front.
   * Made by tools/face-mesh-topology at build time.
   */
  export const FACE_MESH_TRIANGLES: Uint16Array;
}
