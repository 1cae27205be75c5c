import { describe, expect, it } from 'vitest';
import { landmarkSelection } from '../../../tools/tracker-bundle/attention-mesh-outputs.ts';

/** Where each part begins in the row that the landmarks are picked from: 1404 mesh numbers come first. */
const LIPS = 1404;
const LEFT_EYE = LIPS + 160;
const RIGHT_EYE = LEFT_EYE + 142;
const LEFT_IRIS = RIGHT_EYE + 142;
const RIGHT_IRIS = LEFT_IRIS + 10;
const LEFT_IRIS_DEPTH = RIGHT_IRIS + 10;
const RIGHT_IRIS_DEPTH = LEFT_IRIS_DEPTH + 1;

function sourcesOf(point: number): readonly number[] {
  return landmarkSelection().slice(3 * point, 3 * point + 3);
}

describe('landmarkSelection', () => {
  it('keeps the mesh for points that nothing refines', () => {
    expect(sourcesOf(1)).toEqual([3, 4, 5]);
  });

  it('takes x and y of refined points from their region, and z from the mesh', () => {
    expect(sourcesOf(61)).toEqual([LIPS, LIPS + 1, 3 * 61 + 2]);
    expect(sourcesOf(407)).toEqual([LEFT_EYE - 2, LEFT_EYE - 1, 3 * 407 + 2]);
    expect(sourcesOf(33)).toEqual([LEFT_EYE, LEFT_EYE + 1, 3 * 33 + 2]);
    expect(sourcesOf(263)).toEqual([RIGHT_EYE, RIGHT_EYE + 1, 3 * 263 + 2]);
  });

  it('takes the irises from their own outputs, and their depths from the two means', () => {
    expect(sourcesOf(468)).toEqual([LEFT_IRIS, LEFT_IRIS + 1, LEFT_IRIS_DEPTH]);
    expect(sourcesOf(472)).toEqual([LEFT_IRIS + 8, LEFT_IRIS + 9, LEFT_IRIS_DEPTH]);
    expect(sourcesOf(473)).toEqual([RIGHT_IRIS, RIGHT_IRIS + 1, RIGHT_IRIS_DEPTH]);
    expect(sourcesOf(477)).toEqual([RIGHT_IRIS + 8, RIGHT_IRIS + 9, RIGHT_IRIS_DEPTH]);
  });

  it('uses every number of the regions once', () => {
    const selection = landmarkSelection();
    const regional = selection.filter((source) => source >= LIPS && source < LEFT_IRIS_DEPTH);

    expect(selection).toHaveLength(1434);
    expect(new Set(regional).size).toBe(LEFT_IRIS_DEPTH - LIPS);
  });
});
