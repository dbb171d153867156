import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRegistry, memoryStore, serveRegistry } from '@eventwright/registry';
import type { Channel } from '@eventwright/runtime';
import { openEmbeddedLog } from '@eventwright/runtime/embedded';
import { connectRegistry } from '@eventwright/runtime/registry';
import { build as bundle } from 'esbuild';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { compile } from '../avro-corners/compile.ts';
import { command } from '../command.ts';
import { temporaryProject } from '../temporary-project.ts';
import { inOrder, parameterProject, type Seen, type Story, told } from './parameter-project.ts';

// The first test loads the official parser, and two of them run a compiler.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 20_000, interval: 10 });

let root: string;
let findings: readonly Finding[];
let story: Story;

beforeAll(async () => {
  ({ root, findings, story } = await parameterProject());
});

afterAll(() => rm(root, { recursive: true }));

describe('clients of channels with parameters', () => {
  it('come out of contracts without a finding, and compile under every strict flag', async () => {
    expect(findings).toEqual([]);
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

  it('carry no list of topics, though it is made by a call', async () => {
    const { outputFiles } = await bundle({
      stdin: {
        contents: "import { createDesk } from './generated/desk.ts'; createDesk;",
        resolveDir: root,
        loader: 'ts',
      },
      bundle: true,
      format: 'esm',
      external: ['@eventwright/runtime'],
      write: false,
    });
    const text = outputFiles[0]?.text ?? '';
    expect(text).not.toContain('.dlt');
    expect(text).not.toContain('topicsOf(');
  });

  it('list every topic that can be known', async () => {
    const { topics, channels } = story;
    const names = (list: readonly Channel[]) => list.map(({ topic }) => topic);
    expect(names(topics)).toEqual(
      ['', '.dlt'].flatMap((end) =>
        ['eu.small', 'eu.large', 'us.small', 'us.large'].map((place) => `acme.parcels.${place}${end}`),
      ),
    );
    expect(names(channels)).toContain('acme.notes.{tenant}.dlt');
  });

  it('go through the whole story on the log in memory', async () => {
    const { play, startHarness } = story;
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

    const { play } = story;
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
    const { startHarness, build } = story;
    const harness = await startHarness();
    const { topic } = await harness.send.noteTaken(build.noteTaken({}, { params: { tenant: 'new' } }));
    expect(topic).toBe('acme.notes.new');
    expect((await harness.sent('noteTaken')).topic).toBe('acme.notes.new');
    await harness.close();
  });

  it('receives from the topics chosen, and no others', async () => {
    const { startHarness, build, choosy } = story;
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
    const { build } = story;
    expect(build.parcelSent()).toMatchObject({ value: { region: 'eu' }, params: { region: 'eu', size: 'small' } });
    expect(build.parcelSent({ region: 'us' }).params).toEqual({ region: 'us', size: 'small' });
    const { value, params } = build.parcelArrived({}, { params: { region: 'us', size: 'large' } });
    expect([value['region'], params]).toEqual(['us', { region: 'us', size: 'large' }]);
    expect(build.noteTaken().params).toEqual({ tenant: 'tenant' });
    expect(build.noteTaken({}, { headers: { tenant: 'acme' } }).params).toEqual({ tenant: 'acme' });
  });

  it('sends whatever the arbitraries make', async () => {
    const { arbitrary, startHarness } = story;
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

describe('eventwright generate', () => {
  it('generates again what is taken from a field, when only the field has changed', async () => {
    const copy = await temporaryProject({ 'package.json': '{ "type": "module" }\n' });
    onTestFinished(() => rm(copy, { recursive: true }));
    await cp(join(import.meta.dirname, '../estates/fixtures/parameters'), copy, { recursive: true });
    const generate = async (): Promise<string> => {
      const { exitCode, stdout } = await command(copy, 'generate', '--quiet');
      return exitCode === 0 ? readFile(join(copy, 'generated/depot.ts'), 'utf8') : stdout;
    };
    const schema = join(copy, 'contracts/schemas/parcel-sent.v1.avsc');
    const edit = async (from: string, to: string): Promise<void> =>
      writeFile(schema, (await readFile(schema, 'utf8')).replace(from, to));
    expect(await generate()).toContain("path: ['region'], default: 'eu'");
    await edit('"default": "eu"', '"default": "us"');
    expect(await generate()).toContain("path: ['region'], default: 'us'");
    await edit('"name": "region"', '"name": "place"');
    expect(await generate()).toContain(
      "The location $message.payload#/region of the parameter 'region' is no field of ParcelSent.",
    );
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
