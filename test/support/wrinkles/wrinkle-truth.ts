import { readFileSync } from 'node:fs';
import type { WrinkleRegion } from '../../../src/shared/core/face/wrinkle-regions.ts';
import { sharedPath } from '../shared-data.ts';

/** Regions whose true depth the rendered clips tell, and what they call them. */
export const TRUE_REGIONS = {
  forehead: 'forehead',
  glabella: 'glabella',
  crowsFeetLeft: 'crowL',
  crowsFeetRight: 'crowR',
  nasolabialLeft: 'nasoL',
  nasolabialRight: 'nasoR',
} as const satisfies Partial<Record<WrinkleRegion, string>>;

export type TrueRegion = keyof typeof TRUE_REGIONS;

type Depths = Readonly<Record<(typeof TRUE_REGIONS)[TrueRegion], number>>;

/** What a rendered clip shows. */
export interface WrinkleTruth {
  /** Depth of each region's wrinkles at rest; undefined for a face that is smooth then. */
  readonly resting: Depths | undefined;
  readonly frames: readonly { readonly wrinkle: Depths }[];
}

export function readWrinkleTruth(clip: string): WrinkleTruth {
  return JSON.parse(readFileSync(sharedPath(`data/dev/truth/${clip}.truth.json`), 'utf8'));
}

/** The true depth of a region, 0..1, frame by frame. */
export function trueDepths({ frames }: WrinkleTruth, region: TrueRegion): number[] {
  return frames.map(({ wrinkle }) => wrinkle[TRUE_REGIONS[region]]);
}
