/** Why a store cannot be opened or written. */
export type StoreErrorCode = 'STORE_LOCKED' | 'STORE_CORRUPT' | 'STORE_FAILED' | 'STORE_CLOSED';

/** The message says what is wrong, where, and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }
}
