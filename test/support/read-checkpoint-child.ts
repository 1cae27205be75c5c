import { crc32 } from 'node:zlib';
import { openTorchCheckpoint } from '../../src/main/import/torch-checkpoint.ts';
import type { Tensor } from '../../src/shared/core/tensor/tensor.ts';

/**
 * A process of its own that reads the three networks of a checkpoint and keeps them, as an import does, then prints
 * `{"checksums": {name: CRC-32}, "peakBytes"}`. The argument is the checkpoint's path.
 */
async function readNetworks(path: string): Promise<void> {
  const checkpoint = await openTorchCheckpoint(path);
  const tensors = new Map<string, Tensor>();
  for (const network of ['E_flame', 'E_detail', 'D_detail']) {
    const section = checkpoint.section(network);
    for (const name of section.names) {
      tensors.set(`${network}.${name}`, await section.load(name));
    }
  }
  await checkpoint.close();
  const checksums: Record<string, number> = {};
  for (const [name, { data }] of tensors) {
    checksums[name] = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  // maxRSS is in kibibytes on every platform.
  process.stdout.write(JSON.stringify({ checksums, peakBytes: process.resourceUsage().maxRSS * 1024 }));
}

await readNetworks(process.argv[2] ?? '');
