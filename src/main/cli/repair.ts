import { repairTake } from '../services/recording/repair-take.ts';
import type { Command } from './command.ts';
import { takePath } from './take-argument.ts';

export const repairCommand: Command = {
  name: 'repair',
  positionals: 'TAKE.mcap',
  summary: 'Make a damaged or unfinished take whole again; the damaged file is kept.',
  options: {},
  async run(context) {
    const path = takePath(context, 'repair');
    const { frames, observations, damage, keptAs } = await repairTake(path, new Date());
    if (keptAs === undefined) {
      context.stdout.write(`${path} is whole: ${frames} frames.\n`);
      return 0;
    }
    const { lostBytes, lostMessages, malformedMessages } = damage;
    context.stdout.write(
      `${path} is whole again: ${frames} frames and ${observations} observations. Not to be recovered: ${lostBytes} bytes, ${lostMessages} messages known to be missing, ${malformedMessages} that make no sense.\nThe damaged file is kept as ${keptAs}.\n`,
    );
    return 0;
  },
};
