import { fullName } from './message-descriptor.ts';
import type { MessageTable } from './message-table.ts';
import {
  FRAME_MESSAGE,
  OBSERVATION_MESSAGE,
  OVERVIEW_MESSAGE,
  WRINKLE_BASIS_MESSAGE,
} from './take-messages.ts';

/** A channel of a take. Its id is fixed, so that messages are understood even where its record was destroyed. */
export type TakeChannel =
  | {
      readonly id: number;
      readonly topic: string;
      readonly encoding: 'protobuf';
      readonly schemaName: string;
      readonly message: MessageTable;
      readonly meaning: string;
    }
  | {
      readonly id: number;
      readonly topic: string;
      readonly encoding: 'json';
      readonly schemaName: string;
      readonly schema: Readonly<Record<string, unknown>>;
      readonly meaning: string;
    };

/** All channels of a take, in the order of their ids. */
export const TAKE_CHANNELS = [
  {
    id: 1,
    topic: '/observation',
    encoding: 'protobuf',
    schemaName: fullName(OBSERVATION_MESSAGE),
    message: OBSERVATION_MESSAGE,
    meaning: 'everything the frame pipeline consumed, one message per frame',
  },
  {
    id: 2,
    topic: '/frame',
    encoding: 'protobuf',
    schemaName: fullName(FRAME_MESSAGE),
    message: FRAME_MESSAGE,
    meaning: 'the frame as it was streamed, after its observation',
  },
  {
    id: 3,
    topic: '/overview',
    encoding: 'protobuf',
    schemaName: fullName(OVERVIEW_MESSAGE),
    message: OVERVIEW_MESSAGE,
    meaning: 'least and greatest weights of each chunk; collected in chunks of their own',
  },
  {
    id: 4,
    topic: '/settings',
    encoding: 'json',
    schemaName: 'furrow.Settings',
    schema: {
      type: 'object',
      properties: {
        pipeline: {
          type: 'object',
          description: "the frame pipeline's settings from the next observation on",
        },
        reset: {
          type: 'boolean',
          description: 'whether the pipeline started over before the next observation',
        },
        learned: {
          type: 'array',
          items: { type: 'number' },
          description:
            "how a face pack's coefficients and wrinkle weights follow from the tracker's weights, as kept over the start",
        },
      },
      required: ['pipeline', 'reset'],
    },
    meaning: 'settings at the start and at every change, before the first observation they applied to',
  },
  {
    id: 5,
    topic: '/marker',
    encoding: 'json',
    schemaName: 'furrow.Marker',
    schema: {
      type: 'object',
      properties: {
        kind: { type: 'string', description: 'mark (set by the user), gap (no frames came) or clock' },
        time: { type: 'number', description: 'milliseconds of the monotonic clock' },
        label: { type: 'string' },
      },
      required: ['kind', 'time', 'label'],
    },
    meaning: 'what somebody marked, and what happened to the recording',
  },
  {
    id: 6,
    topic: '/wrinkles',
    encoding: 'protobuf',
    schemaName: fullName(WRINKLE_BASIS_MESSAGE),
    message: WRINKLE_BASIS_MESSAGE,
    meaning:
      "the person's wrinkles as refined, or as sampled of the face pack's decoder, at the start; absent where there were none",
  },
] as const satisfies readonly TakeChannel[];

/** A topic of a take, e.g. `/frame`. */
export type TakeTopic = (typeof TAKE_CHANNELS)[number]['topic'];
