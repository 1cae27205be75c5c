import { transferExpression } from '../../shared/core/detail/face-parameters.ts';
import { writeReconstruction } from '../reconstruction/reconstruction-files.ts';
import { type Command, textOption, wrongUsage } from './command.ts';
import { RECONSTRUCTION_OPTIONS, ReconstructionSession } from './reconstruction-session.ts';

/** Puts one person's expression on another's face. */
export const transferCommand: Command = {
  name: 'transfer',
  positionals: '',
  summary: 'Give one picture’s face the expression of another’s, with its own wrinkles.',
  options: {
    identity: { type: 'string', placeholder: 'IMAGE', help: 'Whose face it is.' },
    expression: { type: 'string', placeholder: 'IMAGE', help: 'Whose expression and jaw it gets.' },
    pose: { type: 'boolean', help: 'Take over the rotation of the head as well.' },
    ...RECONSTRUCTION_OPTIONS,
    json: {
      type: 'boolean',
      help: 'Print {"file","parameters","crop","outputs","expression"}: file is the identity’s picture.',
    },
  },
  async run(context) {
    const identityFile = textOption(context, 'identity');
    const expressionFile = textOption(context, 'expression');
    const folder = textOption(context, 'out');
    if (!identityFile || !expressionFile || !folder) {
      throw wrongUsage('transfer takes --identity IMAGE, --expression IMAGE and --out DIR.');
    }
    const { signal, stdout, options } = context;
    await using session = await ReconstructionSession.open(context);
    const { reader, reconstructor } = session;
    const samples = await reader.cut(identityFile, signal);
    const identity = await reconstructor.read(samples, signal);
    const driver = await reconstructor.read(await reader.cut(expressionFile, signal), signal);
    const parameters = transferExpression(identity, driver, options.pose === true);
    const face = await reconstructor.build(parameters, signal);
    const record = await writeReconstruction(
      { file: identityFile, parameters, face, samples },
      { surface: reconstructor.surface, pack: reconstructor.pack.manifest, folder },
    );
    stdout.write(
      options.json === true
        ? `${JSON.stringify({ ...record, expression: expressionFile })}\n`
        : `${record.outputs.strip}\n`,
    );
    return 0;
  },
};
