import { posix } from 'node:path';

/** What the text behind a `$ref` names, before anything is looked up. */
export type ReferenceTarget =
  | { readonly kind: 'place'; readonly file: string; readonly pointer: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string; readonly help: string };

/**
 * Reads `$ref: <file>#<JSON pointer>` as it stands in the file `from`. Only files of the contracts folder are
 * followed: a contract must not depend on the machine or on the network.
 */
export function parseReference(text: string, from: string, contracts: string): ReferenceTarget {
  const [location = '', ...rest] = text.split('#');
  const fragment = rest.join('#');
  if (/^[a-z][a-z0-9+.-]+:/i.test(location) || location.startsWith('//')) {
    return refused(
      `'${text}' is not a file of the contracts folder`,
      'Copy what it refers to into the contracts folder.',
    );
  }
  const path = decodePart(location);
  const pointer = parsePointer(fragment);
  if (path === undefined || pointer === undefined) {
    return refused(`'${text}' is not a reference`, "Write it as 'file.yaml#/path/to/it' or '#/path/to/it'.");
  }
  const file = path === '' ? from : posix.normalize(posix.join(posix.dirname(from), path));
  if (path.startsWith('/') || path.includes('\\') || posix.relative(contracts, file).startsWith('..')) {
    return refused(
      `'${text}' leads out of the contracts folder`,
      `Refer to files below '${contracts}' by relative paths with '/'.`,
    );
  }
  return { kind: 'place', file, pointer };
}

const refused = (message: string, help: string): ReferenceTarget => ({ kind: 'refused', message, help });

/** The parts of a JSON pointer (RFC 6901) in URI form; undefined where it is none. */
function parsePointer(fragment: string): readonly string[] | undefined {
  if (fragment === '') return [];
  if (!fragment.startsWith('/')) return undefined;
  const parts = fragment.slice(1).split('/').map(decodePart);
  if (!parts.every((part) => part !== undefined)) return undefined;
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decodePart(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
