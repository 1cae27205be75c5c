import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { TAKE_ENDING } from '../services/recording/take-name.ts';
import { TakePlayer } from '../services/recording/take-player.ts';
import { TakeReader } from '../services/recording/take-reader.ts';
import { StreamService } from '../services/stream/stream-service.ts';
import { type Command, textOptions, wrongUsage } from './command.ts';
import { describeDamage, positiveOption, takePath } from './take-argument.ts';
import { readTarget, TARGET_PLACEHOLDER } from './target-option.ts';

/** Milliseconds the targets' sockets get to open, so that the first frame reaches them. */
const SOCKETS_OPEN = 300;

export const playCommand: Command = {
  name: 'play',
  positionals: 'TAKE.mcap',
  summary: 'Stream a take in real time.',
  options: {
    target: {
      type: 'string',
      placeholder: TARGET_PLACEHOLDER,
      multiple: true,
      help: 'Send the frames to this receiver (osc or vmc); may be given again.',
    },
    loop: { type: 'boolean', help: 'Begin anew at the end, until interrupted.' },
    speed: { type: 'string', placeholder: 'X', help: 'Times as fast as it was recorded (1).' },
  },
  async run(context) {
    const path = takePath(context, 'play');
    const targets = textOptions(context, 'target').map(readTarget);
    if (targets.length === 0) {
      throw wrongUsage(`play takes at least one --target ${TARGET_PLACEHOLDER}.`);
    }
    const speed = positiveOption(context, 'speed') ?? 1;
    const take = await TakeReader.open(path);
    const now = () => performance.now();
    await using stream = new StreamService({ now, onState: () => undefined });
    stream.configure(targets);
    await setTimeout(SOCKETS_OPEN);
    let frames = 0;
    let problem: string | undefined;
    const player = new TakePlayer({
      now,
      onFrame: ({ frame }) => {
        frames += 1;
        stream.publish(frame);
      },
      onState: (state) => {
        problem = state.status === 'stopped' ? state.message : undefined;
      },
    });
    context.signal.addEventListener('abort', () => void player.stop(), { once: true });
    const name = basename(path, TAKE_ENDING);
    await player.play(take, { name, loop: context.options.loop === true, speed, position: 0 });
    await player.finished();
    context.stderr.write(problem === undefined ? describeDamage(take) : `${problem}\n`);
    context.stderr.write(`${frames} frames sent.\n`);
    return problem === undefined ? 0 : 1;
  },
};
