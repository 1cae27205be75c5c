import {
  Mesh,
  MeshNormalMaterial,
  MeshPhysicalMaterial,
  type Object3D,
  OrthographicCamera,
  Scene,
  SphereGeometry,
  WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import { AvatarView } from '../../../src/renderer/avatar/avatar-view.ts';
import { drawDeformed } from '../../../src/renderer/avatar/deformed-surface.ts';
import { FaceDeformation } from '../../../src/renderer/avatar/face-deformation.ts';
import { createFaceGeometry, packTriangleCorners } from '../../../src/renderer/avatar/face-model-geometry.ts';
import { HeadDisplay } from '../../../src/renderer/avatar/head-display.ts';
import { evaluateFaceModel } from '../../../src/shared/core/face/evaluate-face-model.ts';
import { createFaceFrame } from '../../../src/shared/core/face/face-frame.ts';
import { createFaceObservation } from '../../../src/shared/core/face/face-observation.ts';
import { bakeIdentity, type PosableFace } from '../../../src/shared/core/face/posable-face.ts';
import { computeVertexNormals } from '../../../src/shared/core/face/vertex-normals.ts';
import { createGridFaceModel } from '../../support/grid-face-model.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { createTinyFaceModel } from '../../support/tiny-face-model.ts';

const SIDE = 240;

let shown: { readonly view: AvatarView; readonly canvas: HTMLCanvasElement } | undefined;

function grid(): PosableFace {
  return bakeIdentity(createGridFaceModel(20), new Float32Array(0));
}

function square(): PosableFace {
  return bakeIdentity(createTinyFaceModel(), new Float32Array(0));
}

/** Shows a head, turned a little to its left, in a canvas at the page's corner. */
export function showHead(): void {
  const canvas = document.body.appendChild(document.createElement('canvas'));
  const view = new AvatarView(canvas, new HeadDisplay(grid()));
  view.resize(SIDE, SIDE);
  const frame = createFaceFrame();
  frame.tracking = 'tracked';
  frame.headRotation.set([0, Math.sin(0.2), 0, Math.cos(0.2)]);
  view.update(frame, createFaceObservation());
  shown = { view, canvas };
}

/** Shows a square instead of the head. */
export function showSquare(): void {
  shown?.view.setDisplay(new HeadDisplay(square()));
}

/** Takes the graphics context away and gives it back; resolves when the page has it again. */
export async function interruptContext(): Promise<void> {
  const canvas = shown?.canvas;
  const extension = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
  const heard = (event: string) =>
    new Promise((resolve) => canvas?.addEventListener(event, resolve, { once: true }));
  const lost = heard('webglcontextlost');
  extension?.loseContext();
  await lost;
  // Only once its loss has been told to every listener can the context come back.
  await new Promise((resolve) => setTimeout(resolve));
  const restored = heard('webglcontextrestored');
  extension?.restoreContext();
  await restored;
}

/** What a renderer holds after drawing and disposing a plain ball, then two heads as well. */
export function memoryAfterDisposing(): { readonly ball: object; readonly heads: object } {
  const renderer = new WebGLRenderer();
  const held = () => ({ ...renderer.info.memory, programs: renderer.info.programs?.length });
  const draw = (object: Object3D) => renderer.render(new Scene().add(object), new OrthographicCamera());

  const geometry = new SphereGeometry();
  const material = new MeshPhysicalMaterial();
  draw(new Mesh(geometry, material));
  geometry.dispose();
  material.dispose();
  const ball = held();
  for (const face of [grid(), grid()]) {
    const display = new HeadDisplay(face);
    display.prepare(renderer);
    draw(display.object);
    display.dispose();
  }
  return { ball, heads: held() };
}

/**
 * Draws a square, folded along its diagonal, on whose two sides it has different UVs. Says how far the normals drawn on
 * either side of the fold, next to its middle, are from the one that both ends of the fold have.
 *
 * @param rotation axis-angle that the root, and the square with it, is turned by
 */
export function normalErrorsAtFold(rotation: readonly number[]): number[] {
  const flat = createTinyFaceModel();
  const model = { ...flat, template: flat.template.with(11, 0.4) };
  const face = bakeIdentity(model, new Float32Array(0));
  const jointRotations = Float32Array.of(...rotation, 0, 0, 0);
  const vertices = new Float32Array(12);
  const normals = new Float32Array(12);
  evaluateFaceModel(face, new Float32Array(2), jointRotations, vertices);
  computeVertexNormals(vertices, model.triangles, normals);

  const deformation = new FaceDeformation(face);
  deformation.setPose(new Float32Array(2), jointRotations);
  const corners = packTriangleCorners(model);
  const material = new MeshNormalMaterial();
  drawDeformed(material, { positions: deformation.positions, corners: corners.texture });
  const mesh = new Mesh(createFaceGeometry(face, corners), [material, material, material]);
  mesh.frustumCulled = false;

  const renderer = new WebGLRenderer();
  const target = new WebGLRenderTarget(SIDE, SIDE);
  const middle = [0, 1].map((axis) => ((vertices[axis] ?? 0) + (vertices[6 + axis] ?? 0)) / 2);
  const [x = 0, y = 0] = middle;
  deformation.evaluate(renderer);
  renderer.setRenderTarget(target);
  renderer.render(new Scene().add(mesh), new OrthographicCamera(x - 0.5, x + 0.5, y + 0.5, y - 0.5, -2, 2));
  return [-2, 2].map((side) => {
    const pixel = new Uint8Array(4);
    renderer.readRenderTargetPixels(target, SIDE / 2, SIDE / 2 + side, 1, 1, pixel);
    const drawn = Array.from(pixel.subarray(0, 3), (value) => value / 127.5 - 1);
    return largestDifference(drawn, normals.subarray(0, 3));
  });
}
