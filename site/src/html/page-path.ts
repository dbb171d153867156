import { createHash } from 'node:crypto';

/** A file system may know 255 bytes of a name, an extension and a version included. */
const longest = 120;

/**
 * A name of the contracts as the name of a file: its letters, digits, `.`, `_` and `-` as they are, everything else as `~`
 * and its code. Names that would be too long, or that some file systems take for another because of upper and lower case,
 * are told apart by a fingerprint.
 */
export function fileName(name: string, isAmbiguous = false): string {
  const plain = name.replaceAll(/[^A-Za-z0-9._-]/gu, (sign) => `~${sign.codePointAt(0)?.toString(16) ?? ''}`);
  // A leading dot hides a file from servers.
  const safe = plain.replace(/^\./, '~2e');
  if (safe.length <= longest && !isAmbiguous) return safe;
  return `${safe.slice(0, longest)}~${shortHash(name)}`;
}

/** File names for names, all different, also where case does not count. */
export function fileNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const sorted = [...names].sort();
  const counts = new Map<string, number>();
  for (const name of sorted) {
    const folded = fileName(name).toLowerCase();
    counts.set(folded, (counts.get(folded) ?? 0) + 1);
  }
  return new Map(sorted.map((name) => [name, fileName(name, (counts.get(fileName(name).toLowerCase()) ?? 0) > 1)]));
}

/** From one page of the site to another, both as paths from its root: `../events/OrderPlaced.html`. */
export const relativeUrl = (from: string, to: string): string => urlsFrom(from)(to);

/** The same for many links of one page; `twinOf`, one function for all pages, says where they lead instead. */
export function urlsFrom(from: string, twinOf: (to: string) => string = itself): (to: string) => string {
  const here = from.slice(0, from.lastIndexOf('/') + 1);
  const known = urlsIn(here, twinOf);
  return (to) => {
    const before = known.get(to);
    if (before !== undefined) return before;
    const url = urlFrom(here, twinOf(to));
    known.set(to, url);
    return url;
  };
}

const itself = (to: string): string => to;

/** The same links stand on all pages of a folder. Bounded, since a site may have as many folders as events. */
function urlsIn(folder: string, twinOf: (to: string) => string): Map<string, string> {
  const ofTwins = urls.get(twinOf) ?? new Map<string, Map<string, string>>();
  urls.set(twinOf, ofTwins);
  const known = ofTwins.get(folder) ?? new Map<string, string>();
  if (ofTwins.size >= mostFolders && !ofTwins.has(folder)) ofTwins.clear();
  ofTwins.set(folder, known);
  return known;
}

const urls = new WeakMap<(to: string) => string, Map<string, Map<string, string>>>();
const mostFolders = 50;

/** From a folder, whose path ends with a slash where it is not the root. */
function urlFrom(here: string, to: string): string {
  const at = to.indexOf('#');
  const path = at < 0 ? to : to.slice(0, at);
  let folder = here;
  let up = '';
  while (!path.startsWith(folder)) {
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
    up += '../';
  }
  const url = up + encoded(path.slice(folder.length));
  return at < 0 ? url : `${url}#${encodeURIComponent(to.slice(at + 1))}`;
}

/** Names of most files stand for themselves. */
const encoded = (path: string): string =>
  /[^A-Za-z0-9._~/-]/.test(path) ? path.split('/').map(encodeURIComponent).join('/') : path;

const shortHash = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 10);
