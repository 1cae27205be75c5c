import { EXPRESSION_NAMES } from '../face/expression-names.ts';
import { WRINKLE_REGIONS } from '../face/wrinkle-regions.ts';
import type { MessageTable } from './message-table.ts';

/** The 52 weights by name, so that a plot of a take reads `expression.jawOpen`. */
export const EXPRESSION_MESSAGE: MessageTable = {
  name: 'Expression',
  fields: EXPRESSION_NAMES.map((name, index) => ({
    number: index + 1,
    name,
    kind: 'float',
    meaning: 'weight 0..1',
  })),
};

/** The wrinkle weights by region. */
export const WRINKLES_MESSAGE: MessageTable = {
  name: 'Wrinkles',
  fields: WRINKLE_REGIONS.map((name, index) => ({
    number: index + 1,
    name,
    kind: 'float',
    meaning: 'weight 0..1',
  })),
};

/** FLAME parameters of a coarse encoder, and what else a pack's networks find in a picture. */
export const FLAME_MESSAGE: MessageTable = {
  name: 'Flame',
  fields: [
    {
      number: 1,
      name: 'expression',
      kind: 'floats',
      meaning: '50 expression coefficients, standard deviations',
    },
    { number: 2, name: 'pose', kind: 'floats', meaning: 'global rotation, then jaw, axis-angle radians (6)' },
    { number: 3, name: 'camera', kind: 'floats', meaning: 'scale, x, y of the weak-perspective camera (3)' },
    { number: 4, name: 'light', kind: 'floats', meaning: 'second-order SH light, 9 bands × RGB (27)' },
    { number: 5, name: 'frame_index', kind: 'uint32', meaning: 'frame the networks saw (observations only)' },
    {
      number: 6,
      name: 'wrinkles',
      kind: 'message',
      message: WRINKLES_MESSAGE,
      meaning: 'weights of the displacement, absent without one (observations only)',
    },
  ],
};

/** What one frame showed: everything the frame pipeline consumes. */
export const OBSERVATION_MESSAGE: MessageTable = {
  name: 'FaceObservation',
  fields: [
    {
      number: 1,
      name: 'index',
      kind: 'uint32',
      meaning: 'frame of the source, counted from 0, dropped ones included',
    },
    { number: 2, name: 'time', kind: 'double', meaning: 'capture time, milliseconds of the monotonic clock' },
    { number: 3, name: 'image_width', kind: 'uint32', meaning: 'pixels' },
    { number: 4, name: 'image_height', kind: 'uint32', meaning: 'pixels' },
    { number: 5, name: 'has_face', kind: 'bool', meaning: 'whether a face was found' },
    { number: 6, name: 'face_count', kind: 'uint32', meaning: 'faces seen; the nearest is followed' },
    {
      number: 7,
      name: 'landmarks',
      kind: 'floats',
      meaning: '478 × (x, y, z): fractions of width and height; z in the scale of x',
    },
    {
      number: 8,
      name: 'head_matrix',
      kind: 'floats',
      meaning: '4 × 4 column-major, head to camera, centimetres',
    },
    { number: 9, name: 'has_scores', kind: 'bool', meaning: 'whether the tracker bundle gave scores' },
    {
      number: 10,
      name: 'scores',
      kind: 'message',
      message: EXPRESSION_MESSAGE,
      meaning: "the bundle's own scores",
    },
    {
      number: 11,
      name: 'image_evidence',
      kind: 'floats',
      meaning: 'measures taken in the picture, named in the metadata of the channel',
    },
    {
      number: 12,
      name: 'inference',
      kind: 'message',
      message: FLAME_MESSAGE,
      meaning: "newest result of a face pack's networks",
    },
  ],
};

/** A frame as it was streamed. */
export const FRAME_MESSAGE: MessageTable = {
  name: 'FaceFrame',
  fields: [
    { number: 1, name: 'index', kind: 'uint32', meaning: 'index of the observation' },
    { number: 2, name: 'time', kind: 'double', meaning: 'capture time, milliseconds of the monotonic clock' },
    { number: 3, name: 'tracking', kind: 'string', meaning: 'tracked, held, eased, lost or hidden' },
    { number: 4, name: 'confidence', kind: 'float', meaning: '0..1' },
    { number: 5, name: 'head_rotation', kind: 'floats', meaning: 'unit quaternion x, y, z, w' },
    {
      number: 6,
      name: 'head_translation',
      kind: 'floats',
      meaning: 'x, y, z centimetres in the camera frame',
    },
    { number: 7, name: 'gaze_left', kind: 'floats', meaning: 'yaw, pitch radians, relative to the head' },
    { number: 8, name: 'gaze_right', kind: 'floats', meaning: 'yaw, pitch radians, relative to the head' },
    {
      number: 9,
      name: 'expression',
      kind: 'message',
      message: EXPRESSION_MESSAGE,
      meaning: 'calibrated and filtered',
    },
    {
      number: 10,
      name: 'raw_expression',
      kind: 'message',
      message: EXPRESSION_MESSAGE,
      meaning: 'before calibration and filter',
    },
    {
      number: 11,
      name: 'wrinkles',
      kind: 'message',
      message: WRINKLES_MESSAGE,
      meaning: 'absent without a detail model',
    },
    {
      number: 12,
      name: 'wrinkle_time',
      kind: 'double',
      meaning: 'capture time of the frame the wrinkles were seen in',
    },
    {
      number: 13,
      name: 'flame',
      kind: 'message',
      message: FLAME_MESSAGE,
      meaning: 'absent without a coarse encoder',
    },
  ],
};

/** A person's wrinkles as the session's frames had refined them. */
export const WRINKLE_BASIS_MESSAGE: MessageTable = {
  name: 'WrinkleBasis',
  fields: [
    { number: 1, name: 'steps', kind: 'floats', meaning: 'metres that a step of each map is (17)' },
    {
      number: 2,
      name: 'maps',
      kind: 'bytes',
      meaning: 'maps B₀ … B₁₆, signed bytes in steps, 17 × size × size (256), rows from v = 1 downwards',
    },
  ],
};

/** Least and greatest values of one chunk, so that a timeline of hours draws without reading the frames. */
export const OVERVIEW_MESSAGE: MessageTable = {
  name: 'Overview',
  fields: [
    {
      number: 1,
      name: 'start_time',
      kind: 'double',
      meaning: 'capture time of the first frame, milliseconds',
    },
    { number: 2, name: 'end_time', kind: 'double', meaning: 'capture time of the last frame, milliseconds' },
    { number: 3, name: 'frames', kind: 'uint32', meaning: 'frames in the span' },
    { number: 4, name: 'tracked', kind: 'uint32', meaning: 'frames in state tracked' },
    {
      number: 5,
      name: 'minimum',
      kind: 'message',
      message: EXPRESSION_MESSAGE,
      meaning: 'least weight of each expression',
    },
    {
      number: 6,
      name: 'maximum',
      kind: 'message',
      message: EXPRESSION_MESSAGE,
      meaning: 'greatest weight of each expression',
    },
  ],
};
