import { FACE_MODEL_FILE } from '../../src/main/services/packs/face-pack-manifest.ts';
import { writeFaceModel } from '../../src/shared/core/face/face-model-file.ts';
import { describeHead } from './looks.ts';
import { createHead } from './mesh/head.ts';
import { createOpenFaceModel, skinPositions } from './model/open-face-model.ts';
import { createPartsPicture, wetness } from './skin/parts-picture.ts';
import { createSkinLayers } from './skin/skin-layers.ts';
import { writePng } from './skin/write-png.ts';

const LAYER_SIZE = 1024;

/** Every file of models/open that the open head consists of, by name. The same bytes on every run. */
export function buildOpenHead(): ReadonlyMap<string, Uint8Array> {
  const head = createHead();
  const model = createOpenFaceModel(head);
  const layers = createSkinLayers(head, skinPositions(head, model, LAYER_SIZE));
  const { size } = layers;
  const wet = wetness(head, model, size);
  const lips = layers.lips.map((share, texel) => Math.max(share, wet[texel] ?? 0));
  return new Map([
    [FACE_MODEL_FILE, writeFaceModel(model, 'packed')],
    ['head.json', new TextEncoder().encode(describeHead(head))],
    ['skin-tint.png', writePng(channels(layers.blood, lips, layers.light), size, 3)],
    ['skin-marks.png', writePng(channels(layers.eyeShadow, layers.lines, layers.freckles), size, 3)],
    ['skin-growth.png', writePng(channels(layers.pores, layers.beard, layers.scalp), size, 3)],
    ['skin-brows.png', writePng(channels(layers.brows), layers.browSize, 1)],
    ['skin-parts.png', writePng(createPartsPicture(head, model, size), size, 4)],
  ]);
}

/** Interleaves grey maps of 0..1 as bytes. */
function channels(...maps: readonly Float32Array[]): Uint8Array {
  const [first] = maps;
  const samples = new Uint8Array((first?.length ?? 0) * maps.length);
  maps.forEach((map, channel) => {
    map.forEach((value, texel) => {
      samples[texel * maps.length + channel] = Math.round(255 * Math.min(Math.max(value, 0), 1));
    });
  });
  return samples;
}
