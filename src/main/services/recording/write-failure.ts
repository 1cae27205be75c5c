import { AppError } from '../../../shared/contract/app-error.ts';

/** Why a take cannot be written and what to do about it, from whatever the file system threw. */
export function writeFailure(thrown: unknown, path: string): AppError {
  if (thrown instanceof AppError) {
    return thrown;
  }
  const code = errorCode(thrown);
  return new AppError('recording/write-failed', `${describe(code, path)}`, {
    cause: thrown,
    details: { path, code },
  });
}

/** Node's code of a file system error, e.g. `ENOSPC`; undefined for other errors. */
export function errorCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
}

function describe(code: string | undefined, path: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: ${path} holds what was recorded until then. Free some space, or choose another folder for takes.`;
    case 'EROFS':
      return `The disk with ${path} is read-only. Choose another folder for takes.`;
    case 'EACCES':
    case 'EPERM':
      return `Furrow may not write ${path}. Check the folder's rights, or choose another folder for takes.`;
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENODEV':
      return `The folder for ${path} is not there. Plug in its disk, or choose another folder for takes.`;
    case 'EEXIST':
      return `${path} exists already. Choose another name.`;
    default:
      return `${path} could not be written (${code ?? 'unknown reason'}). It holds what was recorded until then.`;
  }
}
