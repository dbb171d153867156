import { RuntimeError } from '../../core/errors.ts';
import type { Wire } from './wire.ts';

/** Turns wire values of the writer's schema into JavaScript values of the reader's; throws where it cannot. */
export type ValueReader = (wire: Wire) => unknown;

/** Steps of a path that a message shows; hostile data nests deeply. */
const longestPath = 12;

/** A failure on its way up, gathering the path. */
class ReadFailure extends Error {
  readonly path: string[] = [];
}

/** A reader for what the schemas alone say cannot be read. It fails where data gets there, as Avro has it for unions. */
export function refuse(reason: string): ValueReader {
  return () => {
    throw new ReadFailure(reason);
  };
}

/** Reads a part, and names the part in the failure. */
export function readAt(step: string, reader: ValueReader, wire: Wire): unknown {
  try {
    return reader(wire);
  } catch (error) {
    const failure = error instanceof ReadFailure ? error : new ReadFailure(reasonOf(error), { cause: error });
    failure.path.unshift(step);
    throw failure;
  }
}

/** Any failure to read a value as an error for users. */
export function valueUnreadable(name: string, error: unknown): RuntimeError {
  if (RuntimeError.is(error, 'VALUE_UNREADABLE')) return error;
  const path = error instanceof ReadFailure ? error.path.slice(0, longestPath).join('') : '';
  const place = path === '' ? name : `${name} at ${path.replace(/^\./, '')}`;
  return new RuntimeError('VALUE_UNREADABLE', `${place} cannot be read: ${reasonOf(error)}.`, { cause: error });
}

function reasonOf(error: unknown): string {
  if (isStackOverflow(error)) return 'it is nested too deeply';
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^\[\w+\] /, '').replace(/\.$/, '');
}

/** True where a value is nested more deeply than the stack allows, or contains itself. */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}
