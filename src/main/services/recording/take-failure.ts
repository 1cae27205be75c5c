import { AppError } from '../../../shared/contract/app-error.ts';
import { NewerTakeError } from '../../../shared/core/take/take-version.ts';
import { errorCode } from './write-failure.ts';

/** Why a take cannot be opened, for a person to act on. */
export function takeFailure(thrown: unknown, name: string): AppError {
  if (thrown instanceof NewerTakeError) {
    return new AppError('take/newer-version', thrown.message, { cause: thrown });
  }
  if (thrown instanceof AppError && thrown.code.startsWith('take/')) {
    return thrown;
  }
  if (errorCode(thrown) === 'ENOENT') {
    return new AppError('take/missing', `There is no take ${name}. It may have been moved or deleted.`, {
      cause: thrown,
    });
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('take/corrupt', `${name} cannot be read as a take: ${reason}`, { cause: thrown });
}

/** A file in which there is nothing of a take. */
export function notATake(name: string): AppError {
  return new AppError(
    'take/corrupt',
    `${name} is not a take of Furrow: there is nothing in it that could be read. Choose a file that Furrow recorded.`,
  );
}
