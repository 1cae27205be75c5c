import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { TakeReader } from '../../../../src/main/services/recording/take-reader.ts';
import { TakeService } from '../../../../src/main/services/recording/take-service.ts';
import { writeSampleTake } from '../../../support/take-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function createService(chosenFolder: string) {
  const folder = await temporaryFolder();
  let time = 0;
  const service = new TakeService({
    now: () => time,
    wallNow: () => 1_750_000_000_000 + time,
    appVersion: '0.1.0',
    defaultFolder: join(folder, 'takes'),
    chosenFolder: () => chosenFolder,
    worn: () => ({ identity: 'Zoë', pack: undefined, wrinkles: undefined }),
    onRecordingState: () => undefined,
    onPlaybackState: () => undefined,
    onPlaybackFrame: () => undefined,
  });
  onTestFinished(() => service[Symbol.asyncDispose]());
  return {
    service,
    folder: join(folder, 'takes'),
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

it('makes the default folder, and lets another program begin six takes a minute', async () => {
  const { service, folder, pass } = await createService('');
  for (let take = 0; take < 6; take++) {
    await service.startRemotely();
    await service.stopRecording();
    pass(1000);
  }

  await expect(service.startRemotely()).rejects.toMatchObject({ code: 'recording/busy' });
  await service.startRecording();
  await service.stopRecording();
  pass(55_000);
  await service.startRemotely();
  await service.stopRecording();

  expect(await readdir(folder)).toHaveLength(8);
});

it('uses the chosen folder as long as it is there, and notes in the take who was shown', async () => {
  const chosen = join(await temporaryFolder(), 'disk');
  const { service } = await createService(chosen);

  await expect(service.startRecording()).rejects.toMatchObject({ code: 'recording/write-failed' });
  await mkdir(chosen);
  await service.startRecording();
  await service.stopRecording();

  const [entry] = await service.library.list();
  await using take = await TakeReader.open(join(chosen, `${entry?.name}.mcap`));
  expect(take.header).toMatchObject({ identity: 'Zoë', pack: undefined });
});

it('keeps the take that is being recorded from being changed, and stops the one that plays', async () => {
  const { service, folder } = await createService('');
  await service.startRecording();
  const { recordingState } = service;
  const name = recordingState.status === 'recording' ? recordingState.take : '';

  await expect(service.delete(name)).rejects.toMatchObject({ code: 'recording/busy' });
  await expect(service.rename(name, 'other')).rejects.toMatchObject({ code: 'recording/busy' });
  await service.stopRecording();
  await writeSampleTake(folder, 600, 'long.mcap');
  await service.play({ name: 'long', loop: true, speed: 1, position: 0 });
  await service.delete('long');

  expect(service.player.take).toBeUndefined();
  expect(await readdir(folder)).toEqual([`${name}.mcap`]);
  await expect(service.play({ name: 'long', loop: false, speed: 1, position: 0 })).rejects.toMatchObject({
    code: 'take/missing',
  });
});
