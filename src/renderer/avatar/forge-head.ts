import type { WrinkleBasis } from '../../shared/core/detail/basis/wrinkle-basis.ts';
import { type PaintedSkin, paintSkin } from '../../shared/core/face/paint-skin.ts';
import { bakeIdentity, type PosableFace } from '../../shared/core/face/posable-face.ts';
import { PLAIN_SKIN, type Rgb } from '../../shared/core/face/skin-look.ts';
import type { Identity, SkinPicture, StaticRelief } from '../../shared/core/identity/identity.ts';
import { readIdentity } from '../../shared/core/identity/identity-file.ts';
import { ownWrinkles } from '../../shared/core/identity/own-wrinkles.ts';
import { personalHead } from '../../shared/core/identity/personal-head.ts';
import type { TriangleRun } from './head-parts.ts';
import { loadAverageWrinkles } from './load-average-wrinkles.ts';
import { loadModel, loadOpenHead, type OpenHead } from './load-open-head.ts';

/** Whose head is wanted, and how fine. */
export interface HeadOrder {
  /** Where the open head is served. */
  readonly origin: string;
  /** Texels along an edge of the skin. */
  readonly size: number;
  /** The person's `.furrow` file; undefined for nobody in particular. */
  readonly identity: Uint8Array | undefined;
  /** The head that a face pack moves, to be shown instead; undefined: the open head. */
  readonly pack: PackHead | undefined;
}

/** A face pack's head. */
export interface PackHead {
  /** Path of its face model, where the open head is served. */
  readonly path: string;
  /** The person's coefficients of its identity basis; undefined for its average face. */
  readonly shape: Float32Array | undefined;
}

/** A head as plain data: made in a worker, handed to the page. */
export interface ForgedHead {
  readonly face: PosableFace;
  readonly parts: readonly TriangleRun[];
  /** Undefined for a head without a skin of its own. */
  readonly skin: PaintedSkin | undefined;
  readonly iris: Rgb;
  /** How the skin folds with the expression; undefined for a head whose relief comes from elsewhere. */
  readonly wrinkles: WrinkleBasis | undefined;
  /** Relief that does not move with the expression. */
  readonly staticRelief: StaticRelief | undefined;
}

/** What has no relief of its own. */
const SMOOTH = { wrinkles: undefined, staticRelief: undefined } as const;

/** Nobody in particular: what is shown until a person has been enrolled. */
const NOBODY = { ...PLAIN_SKIN, tone: 0.3, combed: 1, iris: [88, 106, 112] } as const;
const NOBODYS_SHAPE: Readonly<Record<string, number>> = { hairVolume: 0.7 };

/**
 * Loads the open head and makes it the person's, a second's work, most of it for the skin; or a pack's head.
 * @throws TypeError, MalformedFileError, RangeError or DOMException when a file is missing, damaged or of another head.
 */
export async function forgeHead({ origin, size, identity, pack }: HeadOrder): Promise<ForgedHead> {
  if (pack !== undefined) {
    const face = bakeIdentity(await loadModel(origin + pack.path), pack.shape ?? new Float32Array(0));
    return { face, parts: [], skin: undefined, iris: NOBODY.iris, ...SMOOTH };
  }
  const person = identity && readIdentity(identity);
  const open = await loadOpenHead(origin);
  return {
    ...(person === undefined ? nobodysHead(open, size) : await personsHead(open, size, person)),
    wrinkles: (person && ownWrinkles(person)) ?? (await loadAverageWrinkles(origin)),
    staticRelief: person?.relief && apart(person.relief),
  };
}

/** Taken out of the file, all of which would go to the page with it otherwise. */
function apart({ size, displacement }: StaticRelief): StaticRelief {
  return { size, displacement: displacement.slice() };
}

type SmoothHead = Omit<ForgedHead, keyof typeof SMOOTH>;

function nobodysHead(open: OpenHead, size: number): SmoothHead {
  const shape = Float32Array.from(open.identityModes, ({ name }) => NOBODYS_SHAPE[name] ?? 0);
  return {
    face: bakeIdentity(open.model, shape),
    parts: open.parts,
    skin: paintSkin(open.pictures, NOBODY, size),
    iris: NOBODY.iris,
  };
}

async function personsHead(open: OpenHead, size: number, identity: Identity): Promise<SmoothHead> {
  // Strands of painted hair would stand out of a skin that shows the person's own.
  const look = identity.skin === undefined ? NOBODY : { ...NOBODY, combed: 0 };
  const painted = paintSkin(open.pictures, look, size);
  const color = identity.skin && (await decodeSkin(identity.skin, size));
  return {
    face: bakeIdentity(personalHead(open.model, identity), new Float32Array(0)),
    parts: open.parts,
    skin: { ...painted, color: color ?? painted.color },
    iris: identity.irisColor ?? NOBODY.iris,
  };
}

/** The person's skin as RGBA, Uint8ClampedArray [size × size × 4]. */
async function decodeSkin({ type, bytes }: SkinPicture, size: number): Promise<PaintedSkin['color']> {
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type }));
  const context = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new TypeError('no 2D context for reading a skin');
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size, size);
  bitmap.close();
  return new Uint8ClampedArray(context.getImageData(0, 0, size, size).data);
}
