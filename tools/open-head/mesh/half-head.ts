import { areaNormals } from '../geometry/area-normals.ts';
import { add, addScaled, at, mirrored, normalize, scale, subtract, type Vector } from '../geometry/vector.ts';
import {
  createEar,
  EAR_BACK_ROWS,
  EAR_COLUMNS,
  EAR_VERTICES,
  type Ear,
  type EarShape,
  placeEar,
} from '../parts/ear.ts';
import { createEyeball, EYE_CENTRE, type Eyeball } from '../parts/eyeball.ts';
import { hairHeightAt } from '../parts/hair.ts';
import { createLashes, LASH_TRIANGLES, LASH_VERTICES, placeLashes } from '../parts/lashes.ts';
import { LID_BACK_ROWS, lidBacks, shapeLids } from '../parts/lids.ts';
import { BAG_ROW_COUNT, fillLips, lipSeal, mouthBag, sealLips } from '../parts/mouth.ts';
import { reliefAt } from '../parts/relief.ts';
import { neckShift, placeShirt, SHIRT_ROWS } from '../parts/shirt.ts';
import { createTeeth } from '../parts/teeth.ts';
import { createTongue, protrudedTongue } from '../parts/tongue.ts';
import type { Handles } from '../surface/handles.ts';
import { createSampler, type SurfaceFit } from '../surface/head-surface.ts';
import type { Part } from './part.ts';
import { EYE_COLUMNS, MOUTH_COLUMNS, NECK_COLUMNS } from './rings.ts';
import type { SkinLayout } from './skin-layout.ts';
import { fan, strips, type Triangle, zip } from './strip.ts';

/** How the lower jaw has moved: it turns about the hinge below the ears, then slides (degrees, cm). */
export interface JawMove {
  readonly open: number;
  readonly side: number;
  readonly forward: number;
}

/** Everything that decides where the vertices of a head lie. Sided values are the subject's left. */
export interface HeadState {
  /** Where each handle is, cm. */
  readonly handles: readonly Vector[];
  /** Depth of the folds about the left and the right eye, 1 when open. */
  readonly crease: { readonly left: number; readonly right: number };
  readonly jaw: JawMove;
  /** 0 inside, 1 put out. */
  readonly tongueOut: number;
  /** What an identity changes apart from the skin. */
  readonly anatomy: Anatomy;
}

export interface Anatomy {
  /** Shift of the left eyeball; the right one's is its mirror image. */
  readonly eyeShift: Vector;
  /** Shift of teeth and tongue. */
  readonly mouthShift: Vector;
  readonly ear: EarShape;
  /** How far the hair stands off the scalp, cm. */
  readonly hairVolume: number;
}

export const AVERAGE_ANATOMY: Anatomy = {
  eyeShift: [0, 0, 0],
  mouthShift: [0, 0, 0],
  ear: { size: 1, flare: 0 },
  hairVolume: 0,
};

/** Where the jaw turns, cm. */
export const JAW_HINGE: Vector = [0, -2.2, -7.6];

/** The neutral head on the given handles. */
export function neutralStateOf(handles: Handles): HeadState {
  return {
    handles: handles.positions,
    crease: { left: 1, right: 1 },
    jaw: { open: 0, side: 0, forward: 0 },
    tongueOut: 0,
    anatomy: AVERAGE_ANATOMY,
  };
}

/** The left half of the head. Vertices on the middle belong to both halves. */
export interface HalfHead {
  readonly vertexCount: number;
  readonly isMiddle: readonly boolean[];
  readonly parts: readonly Part[];
  readonly rows: HalfRows;
  readonly ear: Ear;
  readonly eyeball: Eyeball;
  /** The neutral skin before relief, lips and lids are formed on it. */
  readonly surface: readonly Vector[];
  /** Positions of the half's vertices in a state, cm. */
  place(state: HeadState): Vector[];
}

/** Vertex indices of the half's structured rows. */
export interface HalfRows {
  readonly lidBacks: readonly (readonly number[])[];
  readonly bag: readonly (readonly number[])[];
  readonly ear: readonly number[];
  readonly eyeball: readonly number[];
  readonly upperTeeth: readonly number[];
  readonly lowerTeeth: readonly number[];
  readonly tongue: readonly number[];
  readonly lashes: readonly number[];
  readonly shirt: readonly number[];
}

export function createHalfHead(handles: Handles, solveSurface: SurfaceFit, layout: SkinLayout): HalfHead {
  const ear = createEar();
  const eyeball = createEyeball();
  const upperTeeth = createTeeth('upper');
  const lowerTeeth = createTeeth('lower');
  const tongue = createTongue();
  const lashes = createLashes();
  const rows = indexRows(layout, eyeball.points.length, upperTeeth.points.length, tongue.points.length);
  const sample = createSampler(handles, layout.directions);

  const neutralSurface = sample(solveSurface(handles.positions));
  const relief = neutralSurface.map(reliefAt);
  const hair = neutralSurface.map(hairHeightAt);
  const loopOf = (skin: readonly Vector[]) => layout.ear.map((vertex) => at(skin, vertex));
  const neckOf = (skin: readonly Vector[]) => layout.neck.map((vertex) => at(skin, vertex));
  const shaped = shapeSkin(handles.positions);
  const restLoop = loopOf(shaped);
  const restNeck = neckOf(shaped);
  const seal = lipSeal(at(layout.mouth, 0).map((vertex) => at(shaped, vertex)));

  function shapeSkin(positions: readonly Vector[]): Vector[] {
    const skin = sample(solveSurface(positions));
    const normals = vertexNormals(skin, layout.triangles, layout);
    skin.forEach((point, i) => {
      const { alongNormal, move } = at(relief, i);
      skin[i] = add(addScaled(point, at(normals, i), alongNormal), move);
    });
    fillLips(skin, layout.mouth, normals);
    return skin;
  }

  function place({ handles: positions, crease, jaw, tongueOut, anatomy }: HeadState): Vector[] {
    const skin = shapeSkin(positions);
    sealLips(skin, layout.mouth, seal);
    const centre = add(EYE_CENTRE, anatomy.eyeShift);
    shapeLids(skin, layout.eye, { centre, crease: crease.left });
    const lidEdge = at(layout.eye, 0).map((vertex) => at(skin, vertex));
    const lids = lidBacks(lidEdge, centre);
    const inMouth = (point: Vector) => add(point, anatomy.mouthShift);
    const onJaw = (point: Vector) => turnJaw(inMouth(point), jaw);
    return [
      ...(anatomy.hairVolume === 0 ? skin : raiseHair(skin, anatomy.hairVolume)),
      ...lids,
      ...mouthBag(at(layout.mouth, 0).map((vertex) => at(skin, vertex))),
      ...placeEar(ear, anatomy.ear, loopOf(skin), restLoop),
      ...eyeball.points.map((point) => add(point, centre)),
      ...upperTeeth.points.map(inMouth),
      ...lowerTeeth.points.map(onJaw),
      ...tongue.points.map((point, i) => {
        const out = protrudedTongue(point, at(tongue.reach, i));
        return onJaw(add(point, scale(subtract(out, point), tongueOut)));
      }),
      ...placeLashes(lashes, lidEdge, lids.slice(0, EYE_COLUMNS), centre),
      ...placeShirt(neckShift(neckOf(skin), restNeck)),
    ];
  }

  function raiseHair(skin: readonly Vector[], volume: number): Vector[] {
    const normals = vertexNormals(skin, layout.triangles, layout);
    return skin.map((point, i) => addScaled(point, at(normals, i), volume * at(hair, i)));
  }

  const shift = (triangles: readonly Triangle[], first: number): Triangle[] =>
    triangles.map(([a, b, c]) => [a + first, b + first, c + first]);
  const upper = at(rows.upperTeeth, 0);
  const lower = at(rows.lowerTeeth, 0);
  const parts: Part[] = [
    { name: 'skin', triangles: [...layout.triangles, ...innerSkin(layout, rows), ...earSkin(layout, rows)] },
    { name: 'eyes', triangles: shift(eyeball.triangles, at(rows.eyeball, 0)) },
    {
      name: 'teeth',
      triangles: [...shift(upperTeeth.triangles, upper), ...shift(lowerTeeth.triangles, lower)],
    },
    { name: 'tongue', triangles: shift(tongue.triangles, at(rows.tongue, 0)) },
    { name: 'lashes', triangles: shift(LASH_TRIANGLES, at(rows.lashes, 0)) },
    { name: 'shirt', triangles: shirtTriangles(rows.shirt) },
  ];

  const rest = place(neutralStateOf(handles));
  const bagMiddle = new Set(rows.bag.flatMap((row) => [at(row, 0), at(row, MOUTH_COLUMNS - 1)]));
  const isMiddle = rest.map((point, vertex) =>
    vertex < layout.plane.length
      ? at(layout.plane, vertex)[0] === 0
      : bagMiddle.has(vertex) || (vertex >= upper && point[0] === 0),
  );
  return { vertexCount: rest.length, isMiddle, parts, rows, ear, eyeball, surface: neutralSurface, place };
}

function onMiddle([x, y, z]: Vector, isOn: boolean): Vector {
  return [isOn ? 0 : x, y, z];
}

function indexRows(
  layout: SkinLayout,
  eyeballCount: number,
  teethCount: number,
  tongueCount: number,
): HalfRows {
  let next = layout.plane.length;
  const take = (count: number) => Array.from({ length: count }, () => next++);
  const rowsOf = (rowCount: number, columns: number) => Array.from({ length: rowCount }, () => take(columns));
  const lids = rowsOf(LID_BACK_ROWS, EYE_COLUMNS);
  const bag = rowsOf(BAG_ROW_COUNT, MOUTH_COLUMNS);
  const ear = take(EAR_VERTICES);
  const eyeball = take(eyeballCount);
  return {
    lidBacks: lids,
    bag,
    ear,
    eyeball,
    upperTeeth: take(teethCount),
    lowerTeeth: take(teethCount),
    tongue: take(tongueCount),
    lashes: take(LASH_VERTICES),
    shirt: take(SHIRT_ROWS * NECK_COLUMNS),
  };
}

/** Backs of the lids and the inside of the mouth. */
function innerSkin(layout: SkinLayout, rows: HalfRows): Triangle[] {
  return [
    ...strips([at(layout.eye, 0), ...rows.lidBacks], true),
    ...strips([at(layout.mouth, 0), ...rows.bag], false),
    ...zip(at(rows.bag, rows.bag.length - 1)),
  ];
}

/** From the loop on the head over the ear's back and its rim to its middle. */
function earSkin(layout: SkinLayout, rows: HalfRows): Triangle[] {
  const [middle = 0, ...others] = rows.ear;
  const rings = Array.from({ length: others.length / EAR_COLUMNS }, (_, ring) =>
    others.slice(ring * EAR_COLUMNS, (ring + 1) * EAR_COLUMNS),
  );
  const front = rings.slice(0, -EAR_BACK_ROWS).reverse();
  const back = rings.slice(-EAR_BACK_ROWS).reverse();
  return [
    ...strips([layout.ear, ...back, ...front], true),
    ...fan(at(front, front.length - 1), middle, true),
  ];
}

/** The shirt's columns run counter-clockwise seen from above, from the inside of the collar outwards. */
function shirtTriangles(vertices: readonly number[]): Triangle[] {
  const row = (index: number) => vertices.slice(index * NECK_COLUMNS, (index + 1) * NECK_COLUMNS);
  const rows = Array.from({ length: SHIRT_ROWS }, (_, index) => row(index));
  return strips(rows, false);
}

export function turnJaw(point: Vector, { open, side, forward }: JawMove): Vector {
  const angle = (open * Math.PI) / 180;
  const [x, y, z] = subtract(point, JAW_HINGE);
  const turned: Vector = [
    x + side,
    y * Math.cos(angle) - z * Math.sin(angle),
    y * Math.sin(angle) + z * Math.cos(angle) + forward,
  ];
  return add(turned, JAW_HINGE);
}

/** Area-weighted unit normals of the open skin; on the middle they stay in it. */
function vertexNormals(
  skin: readonly Vector[],
  triangles: readonly Triangle[],
  layout: SkinLayout,
): Vector[] {
  return areaNormals(skin, triangles).map((sum, i) => normalize(onMiddle(sum, at(layout.plane, i)[0] === 0)));
}

/** The state of the head's other side: what `place` makes of it is the mirror image of the right half. */
export function mirroredState(state: HeadState, mirror: readonly number[]): HeadState {
  return {
    ...state,
    handles: mirror.map((other) => mirrored(at(state.handles, other))),
    crease: { left: state.crease.right, right: state.crease.left },
    jaw: { ...state.jaw, side: -state.jaw.side },
  };
}
