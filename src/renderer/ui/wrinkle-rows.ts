import { WRINKLE_REGIONS, type WrinkleRegion } from '../../shared/core/face/wrinkle-regions.ts';

type WithoutSide<Name extends string> = Name extends `${infer Base}Left`
  ? Base
  : Name extends `${string}Right`
    ? never
    : Name;

/** A wrinkle region, or both of its sides together. */
export type WrinkleRowName = WithoutSide<WrinkleRegion>;

/** One line of the interface about a wrinkle region. */
export interface WrinkleRow {
  readonly name: WrinkleRowName;
  /** Indices in a wrinkle array: the subject's left and right, or one of both. */
  readonly indices: readonly [number] | readonly [number, number];
}

const NAMES: readonly WrinkleRowName[] = [
  'forehead',
  'glabella',
  'noseBridge',
  'crowsFeet',
  'underEye',
  'nasolabial',
  'cheek',
  'lips',
  'marionette',
  'chin',
];

const REGIONS: readonly string[] = WRINKLE_REGIONS;

/** All 15 regions as rows, from the forehead to the chin. */
export const WRINKLE_ROWS: readonly WrinkleRow[] = NAMES.map((name) => {
  const single = REGIONS.indexOf(name);
  const sides = [REGIONS.indexOf(`${name}Left`), REGIONS.indexOf(`${name}Right`)] as const;
  return { name, indices: single < 0 ? sides : [single] };
});
