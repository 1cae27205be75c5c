/** Side of the face crop that a pack's encoders take, in pixels. */
export const FACE_CROP_SIZE = 224;

/** Side of the same crop drawn for people to look at, in pixels. */
export const CROP_TILE_SIZE = 448;

/** A box around a face in a picture's pixels; pixel centres lie on whole numbers, y points down. */
export interface FaceBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A square cut from a picture, upright whatever the head's roll: the encoder is meant to see the roll. */
export interface FaceCrop {
  readonly centreX: number;
  readonly centreY: number;
  /** Length of a side in the picture's pixels. */
  readonly side: number;
}

/** A picture in memory, row by row from the top: Uint8 [height × width × channels], red, green, blue and perhaps more. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly samples: Uint8Array | Uint8ClampedArray;
}

/** A face cut from a picture. Planes of red, green and blue, 0..1. */
export interface FaceCropSamples {
  /** Where it lies, in the picture's pixels. */
  readonly crop: FaceCrop;
  /** What encoders take, Float32Array [3 × 224 × 224]. */
  readonly input: Float32Array;
  /** The same for people, Float32Array [3 × 448 × 448]. */
  readonly tile: Float32Array;
}

/** DECA's margins around the box of the 68 landmarks (datasets.py): 1.1 for landmarks, then 1.25 for the head. */
const LANDMARK_MARGIN = 1.1;
const HEAD_MARGIN = 1.25;

/**
 * The crop DECA makes around a box of FAN's 68 landmarks (datasets.py, type `kpt68`): a square of 1.375 times the
 * box's mean extent about its centre, its side cut down to whole pixels.
 */
export function faceCropAround({ left, top, right, bottom }: FaceBox): FaceCrop {
  const extent = ((right - left + bottom - top) / 2) * LANDMARK_MARGIN;
  return {
    centreX: right - (right - left) / 2,
    centreY: bottom - (bottom - top) / 2,
    side: Math.floor(extent * HEAD_MARGIN),
  };
}

/** The crop that leaves a square picture of `size` pixels as it is. */
export function wholePictureCrop(size: number): FaceCrop {
  return { centreX: (size - 1) / 2, centreY: (size - 1) / 2, side: size - 1 };
}

/**
 * The 3 × 3 matrix, row-major, from the picture's pixels to pixels of the crop drawn `size` wide. The crop's corner
 * pixels lie on the square's corners.
 */
export function faceCropTransform({ centreX, centreY, side }: FaceCrop, size: number): readonly number[] {
  const scale = (size - 1) / side;
  return [scale, 0, -scale * (centreX - side / 2), 0, scale, -scale * (centreY - side / 2), 0, 0, 1];
}

/** Cuts a face from a picture, for encoders and for people. */
export function cutFace(picture: Picture, crop: FaceCrop): FaceCropSamples {
  const input = new Float32Array(3 * FACE_CROP_SIZE * FACE_CROP_SIZE);
  const tile = new Float32Array(3 * CROP_TILE_SIZE * CROP_TILE_SIZE);
  sampleFaceCrop(picture, crop, FACE_CROP_SIZE, input);
  sampleFaceCrop(picture, crop, CROP_TILE_SIZE, tile);
  return { crop, input, tile };
}

/**
 * Samples a crop as DECA does: bilinear, black outside the picture, and without a low-pass filter even when it shrinks
 * (skimage's `warp` of order 1), because the encoders were trained on such pictures.
 *
 * @param target Float32Array [3 × size × size], red, green and blue planes, 0..1; overwritten.
 */
export function sampleFaceCrop(picture: Picture, crop: FaceCrop, size: number, target: Float32Array): void {
  const step = crop.side / (size - 1);
  const startX = crop.centreX - crop.side / 2;
  const startY = crop.centreY - crop.side / 2;
  const plane = size * size;
  for (let row = 0; row < size; row += 1) {
    const y = startY + row * step;
    for (let column = 0; column < size; column += 1) {
      const x = startX + column * step;
      const pixel = row * size + column;
      target[pixel] = sampleChannel(picture, x, y, 0);
      target[plane + pixel] = sampleChannel(picture, x, y, 1);
      target[2 * plane + pixel] = sampleChannel(picture, x, y, 2);
    }
  }
}

/** Bilinear value of one channel at a point, 0..1. */
function sampleChannel(picture: Picture, x: number, y: number, channel: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const shareX = x - left;
  const shareY = y - top;
  const above =
    (1 - shareX) * readSample(picture, left, top, channel) +
    shareX * readSample(picture, left + 1, top, channel);
  const below =
    (1 - shareX) * readSample(picture, left, top + 1, channel) +
    shareX * readSample(picture, left + 1, top + 1, channel);
  return ((1 - shareY) * above + shareY * below) / 255;
}

function readSample({ width, height, channels, samples }: Picture, x: number, y: number, channel: number) {
  if (x < 0 || y < 0 || x >= width || y >= height) {
    return 0;
  }
  return samples[(y * width + x) * channels + channel] ?? 0;
}
