import { AppError } from '../../shared/contract/app-error.ts';

const GET_AGAIN = 'Download or copy the file again.';

/**
 * The file is damaged or not what its name says.
 *
 * @param file - Name shown to the person.
 * @param problem - What was found and what was expected, one sentence without the file's name.
 * @param advice - What to do; by default, to get the file again.
 * @returns An error of code `import/malformed`.
 */
export function malformedImport(file: string, problem: string, advice: string = GET_AGAIN): AppError {
  return new AppError('import/malformed', `${file}: ${problem} ${advice}`, { details: { file } });
}

/**
 * The file is sound but holds something Furrow does not read.
 *
 * @param file - Name shown to the person.
 * @param problem - What was found, one sentence.
 * @param advice - What the person can do instead.
 * @returns An error of code `import/unsupported`.
 */
export function unsupportedImport(file: string, problem: string, advice: string): AppError {
  return new AppError('import/unsupported', `${file}: ${problem} ${advice}`, { details: { file } });
}

/**
 * The file claims more than a reader agrees to hold.
 *
 * @param file - Name shown to the person.
 * @param problem - What is too large and which limit holds, one sentence.
 * @returns An error of code `import/too-large`.
 */
export function tooLargeImport(file: string, problem: string): AppError {
  const advice = 'Files of this kind are far smaller; get it again from where it is published.';
  return new AppError('import/too-large', `${file}: ${problem} ${advice}`, { details: { file } });
}
