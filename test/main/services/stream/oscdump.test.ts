import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { StreamService } from '../../../../src/main/services/stream/stream-service.ts';
import type { Target } from '../../../../src/shared/core/output/target.ts';
import { sampleFaceFrame } from '../../../support/sample-face-frame.ts';
import { OSC_TARGET, VMC_TARGET } from '../../../support/targets.ts';
import { openUdpReceiver } from '../../../support/udp-receiver.ts';

const hasOscdump = spawnSync('oscdump', ['-h']).error === undefined;
const note = hasOscdump ? '' : ' (skipped: needs oscdump (Debian: liblo-tools))';

/** What oscdump prints, without its time tags, of one frame sent to it: up to and with the first line `last` matches. */
async function dumpFrame(target: Target, last: RegExp): Promise<string[]> {
  const reserved = await openUdpReceiver();
  const { port } = reserved;
  await reserved[Symbol.asyncDispose]();
  const oscdump = spawn('oscdump', ['-L', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const service = new StreamService({ now: () => performance.now(), onState: () => {} });
  service.configure([{ ...target, port }]);
  // Sent until heard: oscdump says nothing when it has begun to listen.
  const sending = setInterval(() => service.publish(sampleFaceFrame()), 50);
  try {
    const lines: string[] = [];
    for await (const line of createInterface(oscdump.stdout)) {
      lines.push(line.replace(/^\S+ /, '').trimEnd());
      if (last.test(line)) {
        return lines;
      }
    }
    throw new Error(`oscdump ended after ${lines.length} lines`);
  } finally {
    clearInterval(sending);
    oscdump.kill();
    await service[Symbol.asyncDispose]();
  }
}

describe.skipIf(!hasOscdump)(`liblo's oscdump${note}`, () => {
  it('reads the generic addresses', async () => {
    const lines = await dumpFrame(OSC_TARGET, /tongueOut/);

    expect(lines.slice(0, 4)).toEqual([
      '/furrow/time f 12.500000',
      '/furrow/tracking sf "tracked" 0.750000',
      '/furrow/head/position fff 1.500000 -2.500000 -48.000000',
      '/furrow/head/rotation ffff 0.500000 -0.500000 0.500000 0.500000',
    ]);
    expect(lines).toHaveLength(58);
  });

  it('reads VMC', async () => {
    const lines = await dumpFrame(VMC_TARGET, /Apply/);

    expect(lines[0]).toBe('/VMC/Ext/OK iiii 1 3 0 1');
    expect(lines[6]).toBe('/VMC/Ext/Blend/Val sf "BrowDownLeft" 0.015625');
    expect(lines.at(-1)).toBe('/VMC/Ext/Blend/Apply');
    expect(lines).toHaveLength(59);
  });
});
