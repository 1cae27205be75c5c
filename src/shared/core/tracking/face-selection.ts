/** One of the faces found in a frame, as large as it looks. */
export interface FaceCandidate {
  /** Middle of the face in pixels. */
  readonly x: number;
  readonly y: number;
  /** Larger side of its box in pixels. */
  readonly size: number;
}

/** Another face must look this much larger, for this long (milliseconds), to be taken for the nearer person. */
const NEARER_FACTOR = 1.25;
const NEARER_MILLISECONDS = 500;

/** A face that has gone is waited for this long before another is followed; milliseconds. */
const WAIT_MILLISECONDS = 300;

/** Between two frames a face moves less than this share of its size. */
const LARGEST_MOVE = 0.75;

/** Size and place of a face from its landmarks (fractions of the picture's width and height). */
export function faceCandidate(
  landmarks: readonly { readonly x: number; readonly y: number }[],
  imageWidth: number,
  imageHeight: number,
): FaceCandidate {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { x, y } of landmarks) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return {
    x: ((left + right) / 2) * imageWidth,
    y: ((top + bottom) / 2) * imageHeight,
    size: Math.max((right - left) * imageWidth, (bottom - top) * imageHeight),
  };
}

/**
 * Chooses whom to follow when several people are seen: the nearest, and then the same one until somebody else is
 * clearly nearer for a while. Two people side by side never make the face flicker between them.
 */
export class FaceSelection {
  #followed: FaceCandidate | undefined;
  #seenTime = Number.NEGATIVE_INFINITY;
  /** Since when somebody else looks larger. */
  #nearerSince: number | undefined;

  /** Follows whoever is nearest in the next frame. */
  reset(): void {
    this.#followed = undefined;
    this.#nearerSince = undefined;
  }

  /**
   * @param candidates the faces of one frame, in any order.
   * @param time capture time in milliseconds.
   * @returns the index of the one to follow; undefined when there is none, or when the followed one is being waited
   * for.
   */
  select(candidates: readonly FaceCandidate[], time: number): number | undefined {
    const nearest = indexOfLargest(candidates);
    const same = this.#indexOfFollowed(candidates);
    if (same === undefined) {
      const isWaiting = this.#followed !== undefined && time - this.#seenTime < WAIT_MILLISECONDS;
      return isWaiting ? undefined : this.#follow(candidates, nearest, time);
    }
    if (nearest === undefined || !this.#isNearerForLong(candidates[nearest], candidates[same], time)) {
      return this.#follow(candidates, same, time);
    }
    this.#nearerSince = undefined;
    return this.#follow(candidates, nearest, time);
  }

  #follow(candidates: readonly FaceCandidate[], index: number | undefined, time: number): number | undefined {
    this.#followed = index === undefined ? undefined : candidates[index];
    this.#seenTime = time;
    return index;
  }

  #indexOfFollowed(candidates: readonly FaceCandidate[]): number | undefined {
    if (this.#followed === undefined) {
      return undefined;
    }
    let closest: number | undefined;
    let closestDistance = this.#followed.size * LARGEST_MOVE;
    for (const [index, { x, y }] of candidates.entries()) {
      const distance = Math.hypot(x - this.#followed.x, y - this.#followed.y);
      if (distance < closestDistance) {
        closest = index;
        closestDistance = distance;
      }
    }
    return closest;
  }

  #isNearerForLong(
    nearest: FaceCandidate | undefined,
    same: FaceCandidate | undefined,
    time: number,
  ): boolean {
    if (nearest === undefined || same === undefined || nearest.size < same.size * NEARER_FACTOR) {
      this.#nearerSince = undefined;
      return false;
    }
    this.#nearerSince ??= time;
    return time - this.#nearerSince >= NEARER_MILLISECONDS;
  }
}

function indexOfLargest(candidates: readonly FaceCandidate[]): number | undefined {
  let largest: number | undefined;
  let largestSize = 0;
  for (const [index, { size }] of candidates.entries()) {
    if (size > largestSize) {
      largest = index;
      largestSize = size;
    }
  }
  return largest;
}
