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
import { createFaceFrame } from '../../../src/shared/core/face/face-frame.ts';
import { createFaceObservation } from '../../../src/shared/core/face/face-observation.ts';
import { bakeIdentity, type PosableFace } from '../../../src/shared/core/face/posable-face.ts';
import { createGridFaceModel } from '../../support/grid-face-model.ts';
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
 * Normals with which a square is drawn whose root makes a rotation (axis-angle): of the pixel in the middle of the
 * first triangle, then of the second, each x, y, z.
 */
export function drawnNormals(rotation: readonly number[]): number[][] {
  const face = square();
  const deformation = new FaceDeformation(face);
  deformation.setPose(new Float32Array(2), Float32Array.of(...rotation, 0, 0, 0));
  const corners = packTriangleCorners(face.model);
  const material = new MeshNormalMaterial();
  drawDeformed(material, { positions: deformation.positions, corners: corners.texture });
  const mesh = new Mesh(createFaceGeometry(face, corners), [material, material, material]);
  mesh.frustumCulled = false;

  const renderer = new WebGLRenderer();
  const target = new WebGLRenderTarget(64, 64);
  // The root joint, about which the square turns, lies at x = 0.5, y = 0.
  const camera = new OrthographicCamera(0, 1, 1, 0, -2, 2);
  deformation.evaluate(renderer);
  renderer.setRenderTarget(target);
  renderer.render(new Scene().add(mesh), camera);
  return [0.4, 0.6].map((y) => {
    const pixel = new Uint8Array(4);
    renderer.readRenderTargetPixels(target, 32, Math.floor(y * 64), 1, 1, pixel);
    return Array.from(pixel.subarray(0, 3), (value) => value / 127.5 - 1);
  });
}
