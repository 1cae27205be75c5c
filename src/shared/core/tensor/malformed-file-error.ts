/**
 * A file's content contradicts its format: truncated, a size that cannot be, an index out of range, NaN.
 * The message names the place and what was expected there. The edges that read files turn it into an
 * AppError (`model/malformed`, `import/malformed`) that names the file.
 */
export class MalformedFileError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MalformedFileError';
  }
}
