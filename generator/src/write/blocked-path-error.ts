/** Something that is no file stands where a file is to be written. */
export class BlockedPathError extends Error {
  /** Absolute. */
  readonly path: string;

  constructor(path: string) {
    super(`'${path}' is no file, so none can be written there`);
    this.name = 'BlockedPathError';
    this.path = path;
  }
}
