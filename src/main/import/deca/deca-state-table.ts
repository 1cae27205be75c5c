import { AppError } from '../../../shared/contract/app-error.ts';
import type { Tensor, TensorType } from '../../../shared/core/tensor/tensor.ts';

/** DECA's three networks, as its checkpoint names them. */
export const DECA_NETWORKS = ['E_flame', 'E_detail', 'D_detail'] as const;

export type DecaNetwork = (typeof DECA_NETWORKS)[number];

/** Numbers each encoder ends in: E_flame's FLAME parameters, camera and light; E_detail's detail code. */
export const ENCODER_OUTPUT_LENGTH = { E_flame: 236, E_detail: 128 } as const;

/** Blocks per ResNet-50 stage, and the width of their inner convolutions (He et al. 2016, table 1). */
export const RESNET50_STAGES = [
  { name: 'layer1', blocks: 3, width: 64, stride: 1 },
  { name: 'layer2', blocks: 4, width: 128, stride: 2 },
  { name: 'layer3', blocks: 6, width: 256, stride: 2 },
  { name: 'layer4', blocks: 3, width: 512, stride: 2 },
] as const;

/** A bottleneck block puts out this many times its inner width (He et al. 2016, figure 5). */
export const BOTTLENECK_EXPANSION = 4;

/** Length of the decoder's input: jaw pose 3, expression 50, detail code 128. */
export const DECODER_INPUT_LENGTH = 181;

/** Channels and side of the map the decoder starts from. */
export const DECODER_START = { channels: 128, side: 8 } as const;

/**
 * The decoder's five upsampling stages: output channels, and the places of convolution and BatchNorm in the
 * checkpoint's module list (every fourth place holds a resize or a LeakyReLU, which own no tensors).
 */
export const DECODER_STAGES = [128, 64, 64, 32, 16].map((channels, i) => ({
  channels,
  convolution: `conv_blocks.${2 + 4 * i}`,
  batchNorm: `conv_blocks.${3 + 4 * i}`,
}));

/** The decoder's first BatchNorm and last convolution. */
export const DECODER_ENDS = { batchNorm: 'conv_blocks.0', convolution: 'conv_blocks.21' } as const;

/** Name, type and shape of one tensor of a network, without its numbers. */
export interface StateEntry {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
}

/** Where a network's weights come from: one tensor at a time, by its full name (`E_flame.encoder.conv1.weight`). */
export interface WeightSource {
  load(name: string): Promise<Tensor>;
}

function weight(name: string, ...shape: readonly number[]): StateEntry {
  return { name: `${name}.weight`, type: 'F32', shape };
}

function bias(name: string, length: number): StateEntry {
  return { name: `${name}.bias`, type: 'F32', shape: [length] };
}

function batchNorm(name: string, channels: number): readonly StateEntry[] {
  return [
    weight(name, channels),
    bias(name, channels),
    { name: `${name}.running_mean`, type: 'F32', shape: [channels] },
    { name: `${name}.running_var`, type: 'F32', shape: [channels] },
    { name: `${name}.num_batches_tracked`, type: 'I64', shape: [] },
  ];
}

function bottleneck(name: string, input: number, width: number, isFirst: boolean): readonly StateEntry[] {
  const output = width * BOTTLENECK_EXPANSION;
  return [
    weight(`${name}.conv1`, width, input, 1, 1),
    ...batchNorm(`${name}.bn1`, width),
    weight(`${name}.conv2`, width, width, 3, 3),
    ...batchNorm(`${name}.bn2`, width),
    weight(`${name}.conv3`, output, width, 1, 1),
    ...batchNorm(`${name}.bn3`, output),
    ...(isFirst
      ? [weight(`${name}.downsample.0`, output, input, 1, 1), ...batchNorm(`${name}.downsample.1`, output)]
      : []),
  ];
}

function encoderEntries(outputLength: number): readonly StateEntry[] {
  const entries = [weight('encoder.conv1', 64, 3, 7, 7), ...batchNorm('encoder.bn1', 64)];
  let channels = 64;
  for (const { name, blocks, width } of RESNET50_STAGES) {
    for (let block = 0; block < blocks; block++) {
      entries.push(...bottleneck(`encoder.${name}.${block}`, channels, width, block === 0));
      channels = width * BOTTLENECK_EXPANSION;
    }
  }
  return [
    ...entries,
    weight('layers.0', 1024, channels),
    bias('layers.0', 1024),
    weight('layers.2', outputLength, 1024),
    bias('layers.2', outputLength),
  ];
}

function decoderEntries(): readonly StateEntry[] {
  const start = DECODER_START.channels * DECODER_START.side ** 2;
  const entries = [
    weight('l1.0', start, DECODER_INPUT_LENGTH),
    bias('l1.0', start),
    ...batchNorm(DECODER_ENDS.batchNorm, DECODER_START.channels),
  ];
  let input: number = DECODER_START.channels;
  for (const { channels, convolution, batchNorm: norm } of DECODER_STAGES) {
    entries.push(weight(convolution, channels, input, 3, 3), bias(convolution, channels));
    entries.push(...batchNorm(norm, channels));
    input = channels;
  }
  return [...entries, weight(DECODER_ENDS.convolution, 1, input, 3, 3), bias(DECODER_ENDS.convolution, 1)];
}

/** Every tensor of the three networks (322 + 322 + 44), derived from the architecture, in checkpoint order. */
export function decaStateTable(): readonly StateEntry[] {
  const networks: Readonly<Record<DecaNetwork, readonly StateEntry[]>> = {
    E_flame: encoderEntries(ENCODER_OUTPUT_LENGTH.E_flame),
    E_detail: encoderEntries(ENCODER_OUTPUT_LENGTH.E_detail),
    D_detail: decoderEntries(),
  };
  return DECA_NETWORKS.flatMap((network) =>
    networks[network].map((entry) => ({ ...entry, name: `${network}.${entry.name}` })),
  );
}

function describe(entry: StateEntry): string {
  return `${entry.type} [${entry.shape.join(', ')}]`;
}

function isSameTensor(found: StateEntry, expected: StateEntry): boolean {
  return (
    found.type === expected.type &&
    found.shape.length === expected.shape.length &&
    found.shape.every((extent, i) => extent === expected.shape[i])
  );
}

/**
 * Checks that a checkpoint holds exactly DECA's tensors, by name, type and shape. Names outside the three
 * networks (`opt`, `global_step`, `batch_size`: what training leaves behind) are ignored.
 *
 * @throws AppError `import/malformed` naming the first tensor that is missing, differs or does not belong.
 */
export function checkDecaState(entries: Iterable<StateEntry>): void {
  const found = new Map([...entries].map((entry) => [entry.name, entry]));
  for (const expected of decaStateTable()) {
    const tensor = found.get(expected.name);
    if (tensor === undefined || !isSameTensor(tensor, expected)) {
      const actual = tensor === undefined ? 'it is missing' : `it holds ${describe(tensor)}`;
      throw new AppError(
        'import/malformed',
        `This is not a DECA checkpoint: ${expected.name} should be ${describe(expected)}, but ${actual}. ` +
          'Choose the file deca_model.tar that belongs to the original DECA release.',
        { details: { tensor: expected.name } },
      );
    }
    found.delete(expected.name);
  }
  for (const name of found.keys()) {
    if (DECA_NETWORKS.some((network) => name.startsWith(`${network}.`))) {
      throw new AppError(
        'import/malformed',
        `This is not the original DECA: it has a tensor ${name} that DECA's networks do not have. ` +
          'Checkpoints of DECA’s successors cannot be imported; choose deca_model.tar of the original release.',
        { details: { tensor: name } },
      );
    }
  }
}
