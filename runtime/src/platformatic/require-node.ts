import { RuntimeError } from '../core/errors.ts';

/** The first fitting version of each line of Node; those behind the last one fit. By what the package asks for. */
const oldest: ReadonlyMap<number, number> = new Map([
  [22, 22],
  [24, 6],
]);

/** Throws `CONFIGURATION_INVALID` where `@platformatic/kafka` does not run on this version of Node. */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > 24 || minor >= (oldest.get(major) ?? Number.POSITIVE_INFINITY);
  if (fits) return;
  throw new RuntimeError(
    'CONFIGURATION_INVALID',
    `@platformatic/kafka needs Node 22.22, 24.6 or newer, and this is Node ${version}: use a newer one, or connectKafka`,
  );
}
