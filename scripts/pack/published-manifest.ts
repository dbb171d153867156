/** What of a package.json in the repository matters here; all the rest is published as it is. */
export interface SourceManifest {
  readonly name: string;
  readonly version: string;
  /** By subpath, a file: a source, which is published compiled, or one that is published as it is. */
  readonly exports: Readonly<Record<string, string>>;
  /** What is published besides package.json, README and licence. */
  readonly files: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Where an export leads in a published package. */
export type PublishedTarget = string | { readonly types: string; readonly default: string };

export interface PublishedManifest extends Omit<SourceManifest, 'exports' | 'scripts' | 'devDependencies'> {
  readonly exports: Readonly<Record<string, PublishedTarget>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional: true }>>;
}

const source = /^\.\/src\/(?<path>.+)\.ts$/;

/** True for what is compiled before it is published. */
export const isSource = (target: string): boolean => source.test(target);

/** The package.json that is published: exports lead to `dist`; what only the repository needs is left out. */
export function publishedManifest(
  { scripts, devDependencies, exports, ...kept }: SourceManifest,
  optionalPeers: Readonly<Record<string, string>> = {},
): PublishedManifest {
  return { ...kept, exports: mapValues(exports, publishedTarget), ...peersOf(optionalPeers) };
}

function publishedTarget(target: string): PublishedTarget {
  const path = source.exec(target)?.groups?.['path'];
  return path === undefined ? target : { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` };
}

function peersOf(optional: Readonly<Record<string, string>>): Partial<PublishedManifest> {
  if (Object.keys(optional).length === 0) return {};
  return { peerDependencies: optional, peerDependenciesMeta: mapValues(optional, () => ({ optional: true })) };
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
