import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContractSource } from '../../src/load/contract-source.ts';

/** Texts by path, as they would stand in the folder of the configuration. */
export type ContractTexts = ReadonlyMap<string, string>;

const repository = fileURLToPath(new URL('../../../', import.meta.url));
export const contractsFolder = 'asyncapi';

/** The contracts of the reference shop. */
export const shopContracts: ContractTexts = new Map(
  readdirSync(`${repository}${contractsFolder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => posix.join(contractsFolder, path.replaceAll('\\', '/')))
    .filter((path) => /\.(ya?ml|json|avsc)$/.test(path))
    .sort()
    .map((path) => [path, readFileSync(`${repository}${path}`, 'utf8')] as const),
);

export const shopConfiguration: string = readFileSync(`${repository}eventwright.config.json`, 'utf8');

/** Lists and reads texts as a folder does, from memory. */
export function sourceOf(texts: ContractTexts): ContractSource {
  const paths = [...texts.keys()];
  return {
    list: async () => ({
      documents: paths.filter((path) => posix.dirname(path) === contractsFolder && /\.(ya?ml|json)$/.test(path)),
      schemas: paths.filter((path) => path.endsWith('.avsc')),
    }),
    read: async (path) => {
      const text = texts.get(path);
      return text === undefined ? undefined : { text };
    },
  };
}

/** The shop, and the shop as each of its applications alone sees it, which is read faster. Schemas are all there. */
export const estates: readonly ContractTexts[] = [
  shopContracts,
  ...[...shopContracts.keys()].filter(isApplication).map((application) => {
    const reached = reachedFrom(application);
    return new Map([...shopContracts].filter(([path]) => path.endsWith('.avsc') || reached.has(path)));
  }),
];

function isApplication(path: string): boolean {
  return posix.dirname(path) === contractsFolder;
}

function reachedFrom(application: string): ReadonlySet<string> {
  const reached = new Set([application]);
  // A set takes what is added while it is walked.
  for (const path of reached) {
    for (const [, target = ''] of (shopContracts.get(path) ?? '').matchAll(/\$ref: '?([^'#\s}]+)/g)) {
      reached.add(posix.join(posix.dirname(path), target));
    }
  }
  return reached;
}
