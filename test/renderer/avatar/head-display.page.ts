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
import { DetailSlot } from '../../../src/renderer/avatar/detail-slot.ts';
import { FaceDeformation } from '../../../src/renderer/avatar/face-deformation.ts';
import { createFaceGeometry, packTriangleCorners } from '../../../src/renderer/avatar/face-model-geometry.ts';
import { forgeHead } from '../../../src/renderer/avatar/forge-head.ts';
import { HeadDisplay } from '../../../src/renderer/avatar/head-display.ts';
import { HEAD_PARTS } from '../../../src/renderer/avatar/head-parts.ts';
import { HeadRelief } from '../../../src/renderer/avatar/head-relief.ts';
import {
  createPersonalHead,
  FINEST_SKIN,
  type PersonalHead,
} from '../../../src/renderer/avatar/personal-head.ts';
import { type AvatarLook, DEFAULT_AVATAR_LOOK } from '../../../src/shared/core/avatar/avatar-look.ts';
import { finishSteps } from '../../../src/shared/core/detail/basis/in-steps.ts';
import { showBasis } from '../../../src/shared/core/detail/basis/shown-basis.ts';
import { BASIS_MAP_COUNT } from '../../../src/shared/core/detail/basis/wrinkle-basis.ts';
import { evaluateFaceModel } from '../../../src/shared/core/face/evaluate-face-model.ts';
import { createFaceFrame } from '../../../src/shared/core/face/face-frame.ts';
import type { FaceModel } from '../../../src/shared/core/face/face-model.ts';
import { readFaceModel } from '../../../src/shared/core/face/face-model-file.ts';
import { bakeIdentity } from '../../../src/shared/core/face/posable-face.ts';
import { computeVertexNormals } from '../../../src/shared/core/face/vertex-normals.ts';
import { createGridFaceModel } from '../../support/grid-face-model.ts';
import { largestDifference } from '../../support/largest-difference.ts';
import { syntheticObservation, turnAbout } from '../../support/synthetic-observation.ts';
import { createTinyFaceModel } from '../../support/tiny-face-model.ts';
import { createPerson, expressionOf } from '../../support/wrinkle-people.ts';

const SIDE = 240;

let shown: { readonly view: AvatarView; readonly canvas: HTMLCanvasElement } | undefined;

function unpainted(model: FaceModel): PersonalHead {
  const face = bakeIdentity(model, new Float32Array(0));
  const nothing = { skin: undefined, wrinkles: undefined, staticRelief: undefined };
  return { face, parts: [], iris: [90, 80, 70], ...nothing };
}

const grid = () => unpainted(createGridFaceModel(20));

function open(head: PersonalHead): AvatarView {
  shown?.view.dispose();
  shown?.canvas.remove();
  const canvas = document.body.appendChild(document.createElement('canvas'));
  const view = new AvatarView(canvas);
  view.setHead(head);
  view.resize(SIDE, SIDE);
  shown = { view, canvas };
  return view;
}

/** Shows a head, turned a little to its left, in a canvas at the page's corner. */
export function showHead(): void {
  const frame = createFaceFrame();
  frame.tracking = 'tracked';
  frame.headRotation.set(turnAbout(1, 0.4));
  open(grid()).update(frame, undefined);
}

/** Shows a square instead of the head. */
export function showSquare(): void {
  shown?.view.setHead(unpainted(createTinyFaceModel()));
}

/** Shows the open head, painted. */
export async function showOpenHead(size: number): Promise<void> {
  const forged = await forgeHead({ origin: location.origin, size, identity: undefined, pack: undefined });
  const displacement = Float32Array.from({ length: 1024 * 1024 }, (_, i) => 2e-4 * Math.sin(i / 1024));
  const wrinkles = createPerson(3);
  open(createPersonalHead({ ...forged, wrinkles, staticRelief: { size: 1024, displacement } }, 1));
  look({});
}

/** Shows the open head in clay, smooth but for a fine relief at rest, or without that. */
export async function showRelief(hasRelief: boolean, detailStrength: number): Promise<void> {
  const forged = await forgeHead({ origin: location.origin, size: 64, identity: undefined, pack: undefined });
  const displacement = Float32Array.from({ length: 1024 * 1024 }, (_, i) => 5e-5 * Math.sin(i / 4));
  const staticRelief = hasRelief ? { size: 1024, displacement } : undefined;
  open(createPersonalHead({ ...forged, wrinkles: undefined, staticRelief }, 1));
  look({ display: 'clay', framing: 'face', detailStrength });
  for (let frame = 0; frame < 3; frame += 1) {
    await new Promise(requestAnimationFrame);
  }
}

/**
 * Texels along the map that a head shows: before, while and after another person's wrinkles, sampled, stand in for its
 * pack's decoder.
 * @param size of the maps that stand in.
 * @param hasOwn whether the head has wrinkles of its own.
 */
export function standIn(size: number, hasOwn: boolean): readonly number[] {
  const renderer = new WebGLRenderer();
  const slot = new DetailSlot();
  const relief = new HeadRelief(slot);
  const own = hasOwn ? createPerson(3) : undefined;
  const basis = { size, maps: new Float32Array(BASIS_MAP_COUNT * size * size).fill(1e-4) };
  const mask = { size, values: new Uint8Array(size * size).fill(255) };
  const shownTexels = () => {
    relief.update(createFaceFrame());
    relief.prepare(renderer);
    return 1 / slot.uniforms.detailTexel.value;
  };
  relief.setHead({ ...grid(), wrinkles: own }, renderer);
  const texels = [shownTexels()];
  for (const sampled of [finishSteps(showBasis(basis, mask, undefined)), undefined]) {
    relief.standInForDecoder(sampled, renderer);
    texels.push(shownTexels());
  }
  relief.dispose();
  slot.dispose();
  renderer.dispose();
  return texels;
}

/** Shows the head of a person whose file the page can fetch. */
export async function showPerson(path: string): Promise<void> {
  const response = await fetch(path);
  const identity = new Uint8Array(await response.arrayBuffer());
  const order = { origin: location.origin, size: 64, identity, pack: undefined };
  open(createPersonalHead(await forgeHead(order), 1));
  look({ framing: 'face' });
}

/** Shows the face in another way, and another face. */
export function look(part: Partial<AvatarLook>, expression: Readonly<Record<string, number>> = {}): void {
  const observation = syntheticObservation(0, { translation: [0, 0, -50] });
  const frame = createFaceFrame();
  frame.expression.set(expressionOf(expression));
  frame.tracking = 'tracked';
  frame.headTranslation.set([0, 0, -50]);
  shown?.view.setUp({
    look: { ...DEFAULT_AVATAR_LOOK, ...part },
    mirror: false,
    fieldOfView: 45,
    rest: undefined,
  });
  shown?.view.update(frame, observation);
}

/** Shows the head of a face model that the page can fetch, its jaw open by so many radians. */
export async function showModel(path: string, jaw: number): Promise<void> {
  const response = await fetch(path);
  const view = open(unpainted(readFaceModel(new Uint8Array(await response.arrayBuffer()))));
  const frame = createFaceFrame();
  frame.tracking = 'tracked';
  frame.flame = {
    expression: new Float32Array(50),
    pose: Float32Array.of(0, 0, 0, jaw, 0, 0),
    camera: new Float32Array(3),
    light: new Float32Array(27),
  };
  view.update(frame, undefined);
}

/** Bytes of a texel by the names of its formats in WebGL. */
const TEXEL_BYTES: Readonly<Record<string, number>> = {
  RGBA8: 4,
  SRGB8_ALPHA8: 4,
  R16F: 2,
  RGBA16F: 8,
  RG32F: 8,
  RGBA32F: 16,
};

/** Counts the bytes of all textures that the page makes from now on. */
export function countTextures(): void {
  const { prototype } = WebGL2RenderingContext;
  const formats = new Map(Object.keys(TEXEL_BYTES).map((name) => [Reflect.get(prototype, name), name]));
  const make = prototype.texStorage2D;
  const makeLayers = prototype.texStorage3D;
  const count = (levels: number, format: number, texels: number) => {
    // A format that is not in the table counts as the largest.
    textureBytes += texels * (levels > 1 ? 4 / 3 : 1) * (TEXEL_BYTES[formats.get(format) ?? ''] ?? 16);
  };
  prototype.texStorage2D = function (target, levels, format, width, height) {
    count(levels, format, width * height);
    make.call(this, target, levels, format, width, height);
  };
  prototype.texStorage3D = function (target, levels, format, width, height, depth) {
    count(levels, format, width * height * depth);
    makeLayers.call(this, target, levels, format, width, height, depth);
  };
}

let textureBytes = 0;

/** What the open head costs where its skin is finest: as counted with a smaller one, and that much more. */
export async function cost(): Promise<{ readonly textureBytes: number; readonly triangles: number }> {
  const size = 64;
  textureBytes = 0;
  await showOpenHead(size);
  while (textureBytes === 0) {
    await new Promise(requestAnimationFrame);
  }
  const skinBytes = (size: number) => (2 * size * size * 4 * 4) / 3;
  const forged = await forgeHead({ origin: location.origin, size, identity: undefined, pack: undefined });
  return {
    textureBytes: textureBytes - skinBytes(size) + skinBytes(FINEST_SKIN),
    triangles: forged.face.model.triangles.length / 3,
  };
}

/**
 * How far the drawn normal of a small flat square leans when its relief rises by so much, degrees.
 * @param rise metres per metre, along the square's x
 * @param scale how large the square is drawn
 */
export function leanOfRelief(rise: number, scale: number): number {
  // 8 mm wide, and as the first of its triangles lies in the atlas, u = 0.9 · x / width.
  const width = 0.008;
  const tiny = createTinyFaceModel();
  const model = { ...tiny, template: tiny.template.map((value) => value * width) };
  const face = bakeIdentity(model, new Float32Array(0));
  const deformation = new FaceDeformation(face);
  const corners = packTriangleCorners(model);
  const size = 64;
  const detail = new DetailSlot();
  detail.setDisplacement(
    Float32Array.from({ length: size * size }, (_, i) => {
      const x = ((((i % size) + 0.5) / size - 0.45) * width) / 0.9;
      return rise * x;
    }),
  );
  detail.setStrength(1);
  const material = new MeshNormalMaterial();
  detail.drawOn(material);
  drawDeformed(material, { positions: deformation.positions, corners: corners.texture });
  const mesh = new Mesh(createFaceGeometry(face, corners), [material]);
  mesh.frustumCulled = false;
  mesh.scale.setScalar(scale);
  const renderer = new WebGLRenderer();
  const target = new WebGLRenderTarget(SIDE, SIDE);
  const edge = width * scale;
  deformation.evaluate(renderer);
  renderer.setRenderTarget(target);
  renderer.render(new Scene().add(mesh), new OrthographicCamera(0, edge, edge, 0, -1, 1));
  const pixel = new Uint8Array(4);
  renderer.readRenderTargetPixels(target, SIDE * 0.6, SIDE * 0.3, 1, 1, pixel);
  const [x = 0, , z = 1] = Array.from(pixel, (value) => value / 127.5 - 1);
  renderer.dispose();
  return (Math.atan2(-x, z) * 180) / Math.PI;
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
  const detail = new DetailSlot();
  for (const head of [grid(), grid()]) {
    const display = new HeadDisplay(head, 'clay', detail);
    display.prepare(renderer);
    draw(display.object);
    display.dispose();
  }
  detail.dispose();
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
  const mesh = new Mesh(
    createFaceGeometry(face, corners),
    HEAD_PARTS.map(() => material),
  );
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
