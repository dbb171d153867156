/** The version that the name of a schema file gives: `order-placed.v2.avsc` is 2; without one it is 1. */
export function schemaVersion(path: string): number {
  const digits = /\.v(\d{1,9})\.avsc$/.exec(path)?.[1];
  return digits === undefined ? 1 : Number(digits);
}
