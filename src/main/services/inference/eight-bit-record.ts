import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type FacePackManifest,
  fileSchema,
  MOST_MANIFEST_BYTES,
  PACK_GRAPHS,
  type PackGraph,
} from '../packs/face-pack-manifest.ts';
import { checkPackedFile, type FacePack } from '../packs/face-packs.ts';

/** The folder inside a pack's that holds the 8-bit graphs made from it. */
export const EIGHT_BIT_FOLDER = 'int8';

/** What was made in it and how well. */
export const EIGHT_BIT_RECORD = 'record.json';

/** Raised when graphs made by older versions should be made again. */
export const EIGHT_BIT_VERSION = 1;

/** The graphs that run in every frame, in the order they run; the detail encoder runs once per person. */
export const EIGHT_BIT_GRAPHS = ['coarseEncoder', 'detailDecoder'] as const satisfies readonly PackGraph[];

/** One of `EIGHT_BIT_GRAPHS`. */
export type EightBitGraph = (typeof EIGHT_BIT_GRAPHS)[number];

const deviationSchema = z.strictObject({ rms: z.number(), largest: z.number(), relative: z.number() });

const graphSchema = z.strictObject({
  /** By output: how far it lay from the float32 graph's on the verification crops, in its unit. */
  deviations: z.record(z.string(), deviationSchema),
  /** The graph, in `EIGHT_BIT_FOLDER`; missing when it deviated too much and was not kept. */
  kept: fileSchema.optional(),
});

const sha256Schema = fileSchema.shape.sha256;

const recordSchema = z.strictObject({
  formatVersion: z.literal(EIGHT_BIT_VERSION),
  /** When, in UTC. */
  date: z.iso.datetime(),
  /** Crops of the user's face that it was made with. */
  crops: z.strictObject({ calibration: z.int().positive(), verification: z.int().positive() }),
  /** SHA-256 of the pack's float32 graphs at that time. */
  sources: z.strictObject({
    coarseEncoder: sha256Schema,
    detailEncoder: sha256Schema,
    detailDecoder: sha256Schema,
  }),
  graphs: z.strictObject({ coarseEncoder: graphSchema, detailDecoder: graphSchema }),
});

/** What became of a pack's graphs in 8 bits. */
export type EightBitRecord = Readonly<z.infer<typeof recordSchema>>;

/** SHA-256 of a pack's graphs; a graph that the pack does not have is missing. */
export function graphHashes({ graphs }: FacePackManifest): Readonly<Partial<Record<PackGraph, string>>> {
  return Object.fromEntries(PACK_GRAPHS.map((graph) => [graph, graphs[graph]?.sha256]));
}

/**
 * What became of a pack's graphs in 8 bits; undefined when that has not been tried, when the pack has changed since, or
 * when what was kept is damaged: it is made again then, and float32 serves until it is.
 */
export async function readEightBitRecord(pack: FacePack): Promise<EightBitRecord | undefined> {
  const record = await parseRecord(join(pack.folder, EIGHT_BIT_FOLDER, EIGHT_BIT_RECORD)).catch(
    () => undefined,
  );
  const hashes = graphHashes(pack.manifest);
  if (record === undefined || PACK_GRAPHS.some((graph) => record.sources[graph] !== hashes[graph])) {
    return undefined;
  }
  try {
    for (const { kept } of Object.values(record.graphs)) {
      if (kept !== undefined) {
        await checkPackedFile(join(pack.folder, EIGHT_BIT_FOLDER, kept.file), kept);
      }
    }
    return record;
  } catch {
    return undefined;
  }
}

async function parseRecord(path: string): Promise<EightBitRecord | undefined> {
  const { size } = await stat(path);
  return size > MOST_MANIFEST_BYTES
    ? undefined
    : recordSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

/** The pack with its 8-bit graphs in place of those in float32, where there is one that was good enough. */
export function withEightBitGraphs({ folder, manifest }: FacePack, { graphs }: EightBitRecord): FacePack {
  const swapped = { ...manifest.graphs };
  const { coarseEncoder } = manifest.graphs;
  const kept = { encoder: graphs.coarseEncoder.kept, decoder: graphs.detailDecoder.kept };
  if (coarseEncoder !== undefined && kept.encoder !== undefined) {
    swapped.coarseEncoder = { ...kept.encoder, file: placeOf(kept.encoder.file), input: coarseEncoder.input };
  }
  if (kept.decoder !== undefined) {
    swapped.detailDecoder = { ...kept.decoder, file: placeOf(kept.decoder.file) };
  }
  return { folder, manifest: { ...manifest, graphs: swapped } };
}

function placeOf(file: string): string {
  return `${EIGHT_BIT_FOLDER}/${file}`;
}
