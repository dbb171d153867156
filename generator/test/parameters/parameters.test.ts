import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRegistry, memoryStore, serveRegistry } from '@eventwright/registry';
import type { Channel, ClientOptions, Sent } from '@eventwright/runtime';
import { openEmbeddedLog } from '@eventwright/runtime/embedded';
import { connectRegistry } from '@eventwright/runtime/registry';
import type { Built } from '@eventwright/runtime/testing';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { emitTypeScript } from '../../src/emit/typescript/index.ts';
import { readContracts } from '../../src/read-contracts.ts';
import { compile } from '../avro-corners/compile.ts';
import { command } from '../command.ts';
import { temporaryProject } from '../temporary-project.ts';

// The first test loads the official parser, and two of them run a compiler.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const noCache = { read: () => undefined, write: async () => undefined };
const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 20_000, interval: 10 });

let root: string;

/** The estate of channels with parameters, with generated code for it and for its tests. */
beforeAll(async () => {
  root = await temporaryProject({ 'package.json': '{ "type": "module" }\n' });
  await cp(join(import.meta.dirname, '../estates/fixtures/parameters'), root, { recursive: true });
  await cp(join(import.meta.dirname, 'fixtures'), root, { recursive: true });
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  const { model, allFindings } = await readContracts({ root, contracts: 'contracts' }, noCache);
  expect(await allFindings()).toEqual([]);
  for (const { path, text } of emitTypeScript(model, { importExtension: '.ts', testing: true })) {
    const target = join(root, 'generated', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
});

afterAll(() => rm(root, { recursive: true }));

/** What somebody has received: topic, parameters and what it is about. */
type Seen = readonly [topic: string, params: object, about: string];

type Made = Built<Record<string, unknown>, string, object> & { readonly params: Record<string, string> };
type Engine = Pick<ClientOptions, 'transport' | 'registry'>;
type Name = 'parcelSent' | 'parcelArrived' | 'noteTaken';

interface TestHarness extends Engine {
  readonly send: Readonly<Record<Name, (message: Made) => Promise<Sent>>>;
  sent(name: Name): Promise<{ readonly topic: string }>;
  settled(): Promise<void>;
  deadLetters(): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** `fixtures/story.ts`, which has types only once it stands beside generated code. */
interface Story {
  readonly topics: readonly Channel[];
  readonly channels: readonly Channel[];
  readonly build: Readonly<Record<Name, (fields?: object, options?: object) => Made>>;
  readonly arbitrary: Readonly<Record<Name, () => fc.Arbitrary<Made>>>;
  startHarness(): Promise<TestHarness>;
  play(engine: Engine, seen: (one: Seen) => void): Promise<{ close(): Promise<void> }>;
  choosy(engine: Engine, handlers: object): Promise<{ close(): Promise<void> }>;
}

const story = (): Promise<Story> => import(join(root, 'story.ts'));

/** What the whole story comes to, whatever the order of its topics. */
const told: readonly Seen[] = [
  ['acme.notes.acme', { tenant: 'acme' }, 'given'],
  ['acme.notes.zebra', { tenant: 'zebra' }, 'by header'],
  ['acme.parcels.eu.large', { region: 'eu', size: 'large' }, 'acme-n1'],
  ['acme.parcels.eu.large', { region: 'eu', size: 'large' }, 'zebra-n2'],
  ['acme.parcels.eu.small', { region: 'eu', size: 'small' }, 'acme-n1'],
  ['acme.parcels.eu.small', { region: 'eu', size: 'small' }, 'zebra-n2'],
  ['acme.parcels.us.large', { region: 'us', size: 'large' }, 'acme-n1'],
  ['acme.parcels.us.large', { region: 'us', size: 'large' }, 'zebra-n2'],
];
const inOrder = (seen: readonly Seen[]): readonly Seen[] =>
  seen.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe('clients of channels with parameters', () => {
  it('compile under every strict flag', async () => {
    expect(await compile(root, { include: ['generated', 'use.ts', 'story.ts'] })).toEqual([]);
  });

  it('refuse wrong uses, line by line', async () => {
    const lines = (await readFile(join(root, 'wrong-uses.ts'), 'utf8')).split('\n');
    const expected = lines.flatMap((line, index) => {
      const code = / \/\/ (TS\d+)$/.exec(line)?.[1];
      return code === undefined ? [] : [`${index + 1} ${code}: ${line.trim()}`];
    });
    const errors = await compile(root, { include: ['wrong-uses.ts'] });
    expect(errors.map(({ line, code }) => `${line} ${code}: ${lines[line - 1]?.trim()}`)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(12);
  });

  it('list every topic that can be known', async () => {
    const { topics, channels } = await story();
    const names = (list: readonly Channel[]) => list.map(({ topic }) => topic);
    expect(names(topics)).toEqual(
      ['', '.dlt'].flatMap((end) =>
        ['eu.small', 'eu.large', 'us.small', 'us.large'].map((place) => `acme.parcels.${place}${end}`),
      ),
    );
    expect(names(channels)).toContain('acme.notes.{tenant}.dlt');
  });

  it('go through the whole story on the log in memory', async () => {
    const { play, startHarness } = await story();
    const harness = await startHarness();
    const seen: Seen[] = [];
    const running = await play(harness, (one) => seen.push(one));
    await harness.settled();
    expect(inOrder(seen)).toEqual(told);
    expect(await harness.deadLetters()).toEqual([]);
    await running.close();
    await harness.close();
  });

  it('go through it on the embedded log, with what `registry push` has put into a registry', async () => {
    const server = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
    onTestFinished(() => server.close());
    const pushed = await command(root, 'registry', 'push', '--url', server.url, '--quiet');
    expect([pushed.exitCode, pushed.stdout.split('\n').at(-2)]).toEqual([0, '5 schema versions: 5 registered']);
    const subjects: unknown = await (await fetch(`${server.url}/subjects`)).json();
    expect(subjects).toContain('acme.parcels.{region}.{size}-acme.ParcelSent');

    const { play } = await story();
    const transport = await openEmbeddedLog({ directory: join(root, 'log'), fsync: 'none' });
    const seen: Seen[] = [];
    const registry = connectRegistry({ url: server.url });
    const running = await play({ transport, registry }, (one) => seen.push(one));
    await until(() => expect(inOrder(seen)).toEqual(told));
    await running.close();
    await transport.close();
  });
});

describe('the harness', () => {
  it('makes topics of parameters without an enum when they are used', async () => {
    const { startHarness, build } = await story();
    const harness = await startHarness();
    const { topic } = await harness.send.noteTaken(build.noteTaken({}, { params: { tenant: 'new' } }));
    expect(topic).toBe('acme.notes.new');
    expect((await harness.sent('noteTaken')).topic).toBe('acme.notes.new');
    await harness.close();
  });

  it('receives from the topics chosen, and no others', async () => {
    const { startHarness, build, choosy } = await story();
    const harness = await startHarness();
    const topics: string[] = [];
    const note = async ({ topic }: { readonly topic: string }): Promise<void> => void topics.push(topic);
    const running = await choosy(harness, { parcelSent: note, parcelArrived: async () => undefined });
    for (const region of ['eu', 'us'] as const) {
      for (const size of ['small', 'large'] as const) {
        await harness.send.parcelSent(build.parcelSent({}, { params: { region, size } }));
      }
    }
    await vi.waitFor(() => expect(topics).toHaveLength(3), { timeout: 20_000 });
    await harness.settled();
    expect(topics.toSorted()).toEqual(['acme.parcels.eu.large', 'acme.parcels.us.large', 'acme.parcels.us.small']);
    await running.close();
    await harness.close();
  });

  it('builds messages that say the same as their parameters', async () => {
    const { build } = await story();
    expect(build.parcelSent()).toMatchObject({ value: { region: 'eu' }, params: { region: 'eu', size: 'small' } });
    expect(build.parcelSent({ region: 'us' }).params).toEqual({ region: 'us', size: 'small' });
    const { value, params } = build.parcelArrived({}, { params: { region: 'us', size: 'large' } });
    expect([value['region'], params]).toEqual(['us', { region: 'us', size: 'large' }]);
    expect(build.noteTaken().params).toEqual({ tenant: 'tenant' });
    expect(build.noteTaken({}, { headers: { tenant: 'acme' } }).params).toEqual({ tenant: 'acme' });
  });

  it('sends whatever the arbitraries make', async () => {
    const { arbitrary, startHarness } = await story();
    const harness = await startHarness();
    await fc.assert(
      fc.asyncProperty(arbitrary.parcelSent(), arbitrary.parcelArrived(), async (sent, arrived) => {
        const { topic } = await harness.send.parcelSent(sent);
        expect(topic).toBe(`acme.parcels.${sent.value['region']}.${sent.params['size']}`);
        expect((await harness.send.parcelArrived(arrived)).topic).toContain(`.${arrived.value['region']}.`);
      }),
      { numRuns: 50 },
    );
    await harness.close();
  });
});

describe('eventwright topics', () => {
  it('lists every topic that can be known, and says which cannot', async () => {
    const { stdout } = await command(root, 'topics', 'ls', '--quiet');
    expect(stdout.replaceAll(/ +(\d|cleanup).*/g, '').split('\n')).toEqual([
      'acme.parcels.eu.large',
      'acme.parcels.eu.large.dlt',
      'acme.parcels.eu.small',
      'acme.parcels.eu.small.dlt',
      'acme.parcels.us.large',
      'acme.parcels.us.large.dlt',
      'acme.parcels.us.small',
      'acme.parcels.us.small.dlt',
      'not created: acme.notes.{tenant}, parameter tenant without an enum',
      'not created: acme.notes.{tenant}.dlt, parameter tenant without an enum',
      '',
    ]);
    const { stdout: json } = await command(root, 'topics', 'ls', '--quiet', '--format', 'json');
    expect(JSON.parse(json)).toMatchObject({
      open: [
        { address: 'acme.notes.{tenant}', parameters: ['tenant'] },
        { address: 'acme.notes.{tenant}.dlt', parameters: ['tenant'] },
      ],
    });
  });
});
