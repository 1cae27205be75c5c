import { Color, SRGBColorSpace } from 'three';
import type { Rgb } from '../../shared/core/face/skin-look.ts';
import { askWorker } from './ask-worker.ts';
import type { ForgedHead, HeadOrder, PackHead } from './forge-head.ts';
import { hasGraphicsCard } from './graphics-card.ts';
import { createSkinTextures, FULL_ANISOTROPY, type SkinTextures } from './skin-material.ts';

/**
 * A person's head, ready to be shown; its `face` is overwritten with each frame's joints and not to be shared. Whoever
 * shows it disposes its textures.
 */
export interface PersonalHead extends Omit<ForgedHead, 'skin'> {
  /** Undefined for a head without a skin of its own: it is shown as clay. */
  readonly skin: SkinTextures | undefined;
}

/** Texels along an edge of the skin where a graphics card draws it: with its mipmaps 45 MB. */
export const FINEST_SKIN = 2048;

/** Takes over a head that was made elsewhere. */
export function createPersonalHead(forged: ForgedHead, anisotropy: number): PersonalHead {
  return { ...forged, skin: forged.skin && createSkinTextures(forged.skin, anisotropy) };
}

/**
 * Has a person's head made, as finely as this machine draws it, in a worker of its own: the page goes on meanwhile.
 * @param identity the person's `.furrow` file; undefined for nobody in particular.
 * @param pack the head of a face pack, to be shown instead.
 * @throws Error that says what is wrong with a file.
 */
export async function loadPersonalHead(
  origin: string,
  identity: Uint8Array | undefined,
  pack: PackHead | undefined,
): Promise<PersonalHead> {
  const hasCard = hasGraphicsCard();
  const forged = await order({ origin, identity, pack, size: hasCard ? FINEST_SKIN : FINEST_SKIN / 2 });
  return createPersonalHead(forged, hasCard ? FULL_ANISOTROPY : 1);
}

function order(wish: HeadOrder): Promise<ForgedHead> {
  const worker = new Worker(new URL('./head.worker.ts', import.meta.url), { type: 'module', name: 'head' });
  return askWorker(worker, wish);
}

/** An sRGB colour as three computes with it. */
export function colorOf([red, green, blue]: Rgb): Color {
  return new Color().setRGB(red / 255, green / 255, blue / 255, SRGBColorSpace);
}
