import { statfs } from 'node:fs/promises';
import { createPrivateFile } from '../../src/main/services/recording/durable-appender.ts';
import { Recorder } from '../../src/main/services/recording/recorder.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../src/shared/core/tracking/pipeline-settings.ts';
import { sampleFrame, sampleObservation } from './sample-take.ts';

// Records at 60 Hz into the folder argv[2] until it is killed. Prints the index of each frame handed to the recorder.
const folder = process.argv[2] ?? '';
const now = () => performance.now();
const recorder = new Recorder({
  now,
  wallNow: () => Date.now(),
  appVersion: '0.1.0',
  createFile: createPrivateFile,
  freeBytes: async (path) => {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
  onState: () => undefined,
});
await recorder.start({
  folder,
  makeFolder: true,
  leastFreeBytes: 0,
  identity: undefined,
  pack: undefined,
  wrinkles: undefined,
});
let index = 0;
setInterval(() => {
  const time = now();
  const reset = { pipeline: DEFAULT_PIPELINE_SETTINGS, reset: true };
  recorder.publish({
    observation: sampleObservation(index, time),
    frame: sampleFrame(index, time),
    pipeline: index === 0 ? reset : undefined,
  });
  process.stdout.write(`${index} ${time}\n`);
  index += 1;
}, 1000 / 60);
