/** Why a store cannot be opened or written. `docs/errors.md` explains each. */
export const storeErrorCodes = ['STORE_CLOSED', 'STORE_CORRUPT', 'STORE_FAILED', 'STORE_LOCKED'] as const;

export type StoreErrorCode = (typeof storeErrorCodes)[number];

/** The message says what is wrong, where, and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }
}
