import { z } from 'zod';
import {
  AVATAR_BACKGROUNDS,
  AVATAR_DISPLAYS,
  AVATAR_FRAMINGS,
  AVATAR_LIGHTS,
  DEFAULT_AVATAR_LOOK,
} from '../core/avatar/avatar-look.ts';
import { EXPRESSION_COUNT, isExpressionName } from '../core/face/expression-names.ts';
import { LANDMARK_COUNT } from '../core/face/face-observation.ts';
import { IMAGE_EVIDENCE_NAMES } from '../core/face/image-evidence.ts';
import { VMC_EXPRESSION_NAMES } from '../core/output/target.ts';
import { CONCEALMENTS, DEFAULT_PIPELINE_SETTINGS } from '../core/tracking/pipeline-settings.ts';

/** Version of the settings file; each step up has a migration in `main/services/settings`. */
export const SETTINGS_VERSION = 1;

const unit = z.number().min(0).max(1);
const port = z.number().int().min(1).max(65_535);
const numbers = (length: number) => z.array(z.number()).length(length).readonly();

const filterSchema = z.object({ head: unit, eyes: unit, brows: unit, mouth: unit });

const adjustmentSchema = z.object({
  gain: z.number().min(0).max(5),
  offset: z.number().min(-1).max(1),
  minimum: unit,
  maximum: unit,
});

const neutralSchema = z.object({
  expression: numbers(EXPRESSION_COUNT),
  headRotation: numbers(4),
  headTranslation: numbers(3),
  gazeLeft: numbers(2),
  gazeRight: numbers(2),
  landmarks: numbers(LANDMARK_COUNT * 3).optional(),
  scores: numbers(EXPRESSION_COUNT).optional(),
  // Older settings may hold fewer measures.
  evidence: z.array(z.number()).max(IMAGE_EVIDENCE_NAMES.length).readonly().optional(),
});

/** Steers the frame pipeline; see `PipelineSettings` in core. */
export const pipelineSettingsSchema = z.object({
  filter: filterSchema,
  linkBlinks: z.boolean(),
  // Takes and settings of older versions have none.
  fieldOfView: z.number().min(10).max(120).default(DEFAULT_PIPELINE_SETTINGS.fieldOfView),
  neutral: neutralSchema.optional(),
  adjustments: z.partialRecord(z.string().refine(isExpressionName), adjustmentSchema),
  concealment: z.enum(CONCEALMENTS),
});

/** A host name or address: no spaces, slashes or anything else that could smuggle in more. */
const host = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/);

const targetBase = {
  id: z.string().min(1).max(64),
  name: z.string().max(80),
  enabled: z.boolean(),
  host,
  port,
  rate: z.number().min(1).max(240),
  mirror: z.boolean(),
};

/** One receiver of the stream; see `Target` in core. */
export const targetSchema = z.discriminatedUnion('kind', [
  z.object({
    ...targetBase,
    kind: z.literal('osc'),
    prefix: z
      .string()
      .max(64)
      .regex(/^(\/[A-Za-z0-9_.-]+)+$/),
  }),
  z.object({
    ...targetBase,
    kind: z.literal('vmc'),
    expressionNames: z.enum(VMC_EXPRESSION_NAMES),
    sendHead: z.boolean(),
    sendEyes: z.boolean(),
  }),
]);

/** Where the face comes from, and how the user likes to see it. */
const sourceSchema = z.object({
  /** Start the camera as soon as the window opens. */
  autoStart: z.boolean(),
  /** The chosen camera's id and label; the id may change when the permission is given anew, the label finds it again. */
  cameraId: z.string().max(512),
  cameraLabel: z.string().max(512),
  width: z.number().int().min(160).max(3840),
  height: z.number().int().min(120).max(2160),
  rate: z.number().min(5).max(120),
  /** Show camera and avatar as in a mirror. Never changes what is sent. */
  mirror: z.boolean(),
});

/** Where the tracker computes. */
export const TRACKER_DELEGATES = ['auto', 'gpu', 'cpu'] as const;
export type TrackerDelegate = (typeof TRACKER_DELEGATES)[number];

const trackerSchema = z.object({
  /** `auto` measures both on the first frames and remembers the faster one. */
  delegate: z.enum(TRACKER_DELEGATES),
  /** What `auto` found, per bundle and graphics card. */
  measured: z.array(
    z.object({
      bundle: z.string().max(64),
      graphics: z.string().max(512),
      delegate: z.enum(['gpu', 'cpu']),
      milliseconds: z.number().min(0),
    }),
  ),
});

/** Inbound control over OSC; off unless the user wants it. */
const remoteControlSchema = z.object({ enabled: z.boolean(), host, port });

/** Where takes are kept; empty: in the user's data folder. */
const recordingSchema = z.object({ folder: z.string().max(4096) });

/** How the avatar is shown; see `AvatarLook` in core. */
const avatarSchema = z.object({
  display: z.enum(AVATAR_DISPLAYS),
  detailStrength: z.number().min(0).max(2),
  displaceSurface: z.boolean(),
  light: z.enum(AVATAR_LIGHTS),
  framing: z.enum(AVATAR_FRAMINGS),
  background: z.enum(AVATAR_BACKGROUNDS),
  backgroundColor: z.string().regex(/^#[0-9a-f]{6}$/),
  pageBackground: z.boolean(),
});

/** Who is shown: the id of an enrolled person, or empty for the open head. */
const identitySchema = z.object({ id: z.union([z.literal(''), z.uuid()]) });

/** The face pack whose networks run beside the tracker; an empty name: none. */
const facePackSchema = z.object({ name: z.string().max(64) });

/** The window's languages; `system` follows the machine's. */
export const LANGUAGES = ['system', 'en', 'ja'] as const;

/** Whether the person's wrinkles go on being learnt while they are seen. */
const wrinklesSchema = z.object({ refine: z.boolean() });

const sectionsSchema = z.object({
  language: z.enum(LANGUAGES),
  firstRunDone: z.boolean(),
  source: sourceSchema,
  tracker: trackerSchema,
  pipeline: pipelineSettingsSchema,
  targets: z.array(targetSchema).max(32),
  remoteControl: remoteControlSchema,
  recording: recordingSchema,
  avatar: avatarSchema,
  identity: identitySchema,
  facePack: facePackSchema,
  wrinkles: wrinklesSchema,
});

/** All settings, one file. */
export const settingsSchema = sectionsSchema.extend({
  settingsVersion: z.literal(SETTINGS_VERSION),
  // Settings of older versions have none.
  avatar: avatarSchema.default(DEFAULT_AVATAR_LOOK),
  identity: identitySchema.default({ id: '' }),
  facePack: facePackSchema.default({ name: '' }),
  wrinkles: wrinklesSchema.default({ refine: true }),
});

export type Settings = z.infer<typeof settingsSchema>;

/** A change of settings: whole top-level sections, the others stay. No defaults: they would undo what is not in it. */
export const settingsPatchSchema = sectionsSchema.partial();

export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/** What a new user gets. */
export const DEFAULT_SETTINGS: Settings = {
  settingsVersion: SETTINGS_VERSION,
  language: 'system',
  firstRunDone: false,
  source: { autoStart: true, cameraId: '', cameraLabel: '', width: 640, height: 480, rate: 30, mirror: true },
  tracker: { delegate: 'auto', measured: [] },
  pipeline: DEFAULT_PIPELINE_SETTINGS,
  targets: [
    {
      id: 'osc-local',
      name: 'OSC',
      kind: 'osc',
      enabled: true,
      host: '127.0.0.1',
      port: 9100,
      rate: 60,
      mirror: false,
      prefix: '/furrow',
    },
    {
      id: 'vmc-local',
      name: 'VMC',
      kind: 'vmc',
      enabled: false,
      host: '127.0.0.1',
      port: 39_539,
      rate: 60,
      mirror: false,
      expressionNames: 'perfect-sync',
      sendHead: true,
      sendEyes: true,
    },
  ],
  remoteControl: { enabled: false, host: '127.0.0.1', port: 47_810 },
  recording: { folder: '' },
  avatar: DEFAULT_AVATAR_LOOK,
  identity: { id: '' },
  facePack: { name: '' },
  wrinkles: { refine: true },
};
