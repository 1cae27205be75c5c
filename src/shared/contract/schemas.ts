import { z } from 'zod';
import { backgroundPictureSchema } from './avatar.ts';
import { type BackendContract, ROLES } from './backend.ts';
import {
  identityBytesSchema,
  identityChoiceSchema,
  identityRenameSchema,
  identitySchema,
} from './identities.ts';
import { faceCropSchema, faceReliefSchema, reliefObservationSchema } from './live-face.ts';
import { filePieceSchema } from './pack-import.ts';
import { parsePublishedFrame } from './published-frame.ts';
import type { ContractParsers } from './rpc.ts';
import { settingsPatchSchema } from './settings.ts';
import {
  playbackChangeSchema,
  playSchema,
  recordingMarkSchema,
  takeRenameSchema,
  takeSchema,
} from './takes.ts';

const nothing = z.undefined();

const helloSchema = z.object({
  protocolVersion: z.number().int(),
  role: z.enum(ROLES),
  clientTime: z.number(),
  takeOver: z.boolean(),
});

/** What the services accept from a client, checked once per message on their side. */
export const backendParsers: ContractParsers<BackendContract> = {
  requests: {
    hello: (value) => helloSchema.parse(value),
    'settings/get': (value) => nothing.parse(value),
    'settings/update': (value) => settingsPatchSchema.parse(value),
    'tracker/bundles': (value) => nothing.parse(value),
    'packs/list': (value) => nothing.parse(value),
    'packs/download': (value) => z.object({ name: z.string().min(1).max(64) }).parse(value),
    'face-packs/list': (value) => nothing.parse(value),
    'face-packs/give': (value) => filePieceSchema.parse(value),
    'face-packs/import-deca': (value) => nothing.parse(value),
    'face-packs/discard': (value) => nothing.parse(value),
    'face/read': (value) => faceCropSchema.parse(value),
    'face/read-relief': (value) => faceReliefSchema.parse(value),
    'relief/measure': (value) => reliefObservationSchema.parse(value),
    'recording/start': (value) => nothing.parse(value),
    'recording/stop': (value) => nothing.parse(value),
    'recording/mark': (value) => recordingMarkSchema.parse(value),
    'takes/list': (value) => nothing.parse(value),
    'takes/delete': (value) => takeSchema.parse(value),
    'takes/rename': (value) => takeRenameSchema.parse(value),
    'takes/play': (value) => playSchema.parse(value),
    'takes/change': (value) => playbackChangeSchema.parse(value),
    'takes/stop': (value) => nothing.parse(value),
    'avatar/set-picture': (value) => backgroundPictureSchema.parse(value),
    'avatar/renew-page': (value) => nothing.parse(value),
    'identities/list': (value) => nothing.parse(value),
    'identities/read': (value) => identitySchema.parse(value),
    'identities/add': (value) => identityBytesSchema.parse(value),
    'identities/choose': (value) => identityChoiceSchema.parse(value),
    'identities/rename': (value) => identityRenameSchema.parse(value),
    'identities/delete': (value) => identitySchema.parse(value),
    'identities/forget-wrinkles': (value) => identitySchema.parse(value),
  },
  signals: {
    frame: parsePublishedFrame,
  },
};
