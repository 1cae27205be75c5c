import { z } from 'zod';
import shippedCatalog from '../../../../models/catalog.json' with { type: 'json' };
import { AppError } from '../../../shared/contract/app-error.ts';

/** Names become folders and file names under the data folder: nothing that could lead out of it. */
const plainName = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be a plain lower-case file name');

const httpsUrl = z.url({ protocol: /^https$/ });

const packSchema = z.strictObject({
  name: plainName,
  title: z.string().min(1),
  url: httpsUrl,
  fileName: plainName,
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'),
  licence: z.strictObject({ name: z.string().min(1), url: httpsUrl }),
});

const catalogSchema = z.strictObject({ packs: z.array(packSchema).readonly() });

/** One file that can be downloaded: where it is, the only bytes that are accepted, and its licence. */
export type CatalogPack = Readonly<z.infer<typeof packSchema>>;

/** What can be downloaded, as `models/catalog.json` lists it. */
export type Catalog = Readonly<z.infer<typeof catalogSchema>>;

/** The catalog that ships with the app. */
export function readShippedCatalog(): Catalog {
  return parseCatalog(shippedCatalog);
}

/** @throws AppError `model/malformed` naming the first entry that is wrong. */
export function parseCatalog(value: unknown): Catalog {
  const parsed = catalogSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError(
      'model/malformed',
      `The catalog of downloadable packs is malformed at ${issue?.path.join('.')}: ${issue?.message}.`,
      { cause: parsed.error },
    );
  }
  return parsed.data;
}

/** @throws AppError `model/missing` when the catalog lists no pack of that name. */
export function findPack({ packs }: Catalog, name: string): CatalogPack {
  const pack = packs.find((candidate) => candidate.name === name);
  if (pack === undefined) {
    const names = packs.map((candidate) => candidate.name).join(', ');
    throw new AppError('model/missing', `There is no pack called "${name}" to download. There is: ${names}.`);
  }
  return pack;
}
