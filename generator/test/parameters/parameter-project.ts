import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Channel, ClientOptions, Registration, Sent } from '@eventwright/runtime';
import type { Built } from '@eventwright/runtime/testing';
import type * as fc from 'fast-check';
import { emitTypeScript } from '../../src/emit/typescript/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import { readContracts } from '../../src/read-contracts.ts';
import { temporaryProject } from '../temporary-project.ts';

/** The estate of channels with parameters, with generated code for it and for its tests, and a story that runs on it. */
export interface ParameterProject {
  readonly root: string;
  readonly findings: readonly Finding[];
  readonly story: Story;
}

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const noCache = { read: () => undefined, write: async () => undefined };

export async function parameterProject(): Promise<ParameterProject> {
  const root = await temporaryProject({ 'package.json': '{ "type": "module" }\n' });
  await cp(join(import.meta.dirname, '../estates/fixtures/parameters'), root, { recursive: true });
  await cp(join(import.meta.dirname, 'fixtures'), root, { recursive: true });
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  const { model, allFindings } = await readContracts({ root, contracts: 'contracts' }, noCache);
  for (const { path, text } of emitTypeScript(model, { importExtension: '.ts', testing: true })) {
    const target = join(root, 'generated', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return { root, findings: await allFindings(), story: await import(join(root, 'story.ts')) };
}

/** What somebody has received: topic, parameters and what it is about. */
export type Seen = readonly [topic: string, params: object, about: string];

export type Engine = Pick<ClientOptions, 'transport' | 'registry'>;

type Made = Built<Record<string, unknown>, string, object> & { readonly params: Record<string, string> };
type Name = 'parcelSent' | 'parcelArrived' | 'noteTaken';

interface TestHarness extends Engine {
  readonly send: Readonly<Record<Name, (message: Made) => Promise<Sent>>>;
  sent(name: Name): Promise<{ readonly topic: string }>;
  settled(): Promise<void>;
  deadLetters(): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** `fixtures/story.ts`, which has types only once it stands beside generated code. */
export interface Story {
  readonly topics: readonly Channel[];
  readonly channels: readonly Channel[];
  readonly registrations: readonly Registration[];
  readonly build: Readonly<Record<Name, (fields?: object, options?: object) => Made>>;
  readonly arbitrary: Readonly<Record<Name, () => fc.Arbitrary<Made>>>;
  startHarness(): Promise<TestHarness>;
  play(engine: Engine, seen: (one: Seen) => void): Promise<{ close(): Promise<void> }>;
  choosy(engine: Engine, handlers: object): Promise<{ close(): Promise<void> }>;
}

/** What the whole story comes to, sorted: the order over several topics is anybody's. */
export const told: readonly Seen[] = [
  ['acme.notes.acme', { tenant: 'acme' }, 'given'],
  ['acme.notes.zebra', { tenant: 'zebra' }, 'by header'],
  ['acme.parcels.eu.large', { region: 'eu', size: 'large' }, 'acme-n1'],
  ['acme.parcels.eu.large', { region: 'eu', size: 'large' }, 'zebra-n2'],
  ['acme.parcels.eu.small', { region: 'eu', size: 'small' }, 'acme-n1'],
  ['acme.parcels.eu.small', { region: 'eu', size: 'small' }, 'zebra-n2'],
  ['acme.parcels.us.large', { region: 'us', size: 'large' }, 'acme-n1'],
  ['acme.parcels.us.large', { region: 'us', size: 'large' }, 'zebra-n2'],
];

export const inOrder = (seen: readonly Seen[]): readonly Seen[] =>
  seen.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
