import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROTOCOL_VERSION } from '../../../src/shared/contract/backend.ts';
import { type FinishedCommand, finished, startFurrow } from '../../support/furrow-command.ts';
import { connectToServer, tokenOf } from '../../support/running-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function run(...values: string[]): Promise<FinishedCommand> {
  return finished(startFurrow(await temporaryFolder(), values));
}

describe('furrow', () => {
  test('tells its commands and its version', async () => {
    const help = await run('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/start.*packs.*doctor/s);
    expect(await run('--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect((await run('start', '--help')).stdout).toContain('--camera ID|FILE');
  });

  test.each([
    [[]],
    [['nonsense']],
    [['start', '--nonsense']],
    [['start', '--port', 'x']],
    [['packs', 'download']],
    [['packs', 'verify', 'face-landmarker']],
  ])('exits with 2 and one line of reason for %j', async (values) => {
    const { code, stdout, stderr } = await run(...values);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toContain('    at ');
  });

  test('exits with 1 and one line of reason for what fails', async () => {
    const { code, stderr } = await run('start', '--browser', '--camera', '/nowhere/clip.mp4');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'furrow: There is no file /nowhere/clip.mp4. Give a video file or the name of a camera.\n',
    );
    expect((await run('packs', 'download', 'nonsense')).code).toBe(1);
  });

  test('doctor --json prints one JSON object and nothing else', async () => {
    const { stdout, stderr } = await run('doctor', '--json');
    const report = JSON.parse(stdout) as { checks: { name: string; status: string }[] };
    expect(stderr).toBe('');
    expect(report.checks.map(({ name }) => name)).toEqual([
      'system',
      'electron',
      'chromium',
      'port',
      'data folder',
      'settings',
      'page',
      'tracker bundle',
      'official tracker bundle',
      'face packs',
      'execution providers',
      'targets',
    ]);
    const providers = report.checks.find(({ name }) => name === 'execution providers');
    expect(providers).toMatchObject({ status: 'ok', message: expect.stringMatching(/cpu works/) });
    for (const { status } of report.checks) {
      expect(['ok', 'warning', 'failed']).toContain(status);
    }
  });

  test('doctor names settings that cannot be read and leaves them alone', async () => {
    const folder = await temporaryFolder();
    const settings = join(folder, 'data', 'settings.json');
    await mkdir(dirname(settings));
    await writeFile(settings, 'rubbish');

    const { code, stdout } = await finished(startFurrow(folder, ['doctor', '--json']));

    const report = JSON.parse(stdout) as { checks: { name: string; status: string }[] };
    expect(code).toBe(1);
    expect(report.checks.find(({ name }) => name === 'settings')?.status).toBe('failed');
    expect(await readFile(settings, 'utf8')).toBe('rubbish');
  });

  test('start --browser prints one address that works, and ends when it is interrupted', async () => {
    const child = startFurrow(await temporaryFolder(), ['start', '--browser', '--no-open', '--port', '0']);
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const address = /^Furrow runs at (http:\/\/127\.0\.0\.1:\d+\/#token=\S+)\n$/.exec(line)?.[1] ?? '';

    const client = connectToServer(Number(new URL(address).port), tokenOf(address));
    const hello = {
      protocolVersion: PROTOCOL_VERSION,
      role: 'window',
      clientTime: 0,
      takeOver: false,
    } as const;
    expect(await client.request('hello', hello)).toMatchObject({ shell: 'browser', problems: [] });

    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
