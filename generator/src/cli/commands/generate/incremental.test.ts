import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { schemaFile, writeLargeContracts } from '../../../../../bench/src/large-contracts.ts';
import { command } from '../../../../test/command.ts';

vi.setConfig({ testTimeout: 180_000 });

// So late that every file is old enough to be known by its stamp.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 }));
afterEach(() => vi.useRealTimers());

const events = 30;

type Files = Map<string, string>;

/** Replaces in one file; nothing where there is no such text or file. */
const replace = (path: string, from: string | RegExp, to: string) => (files: Files) => {
  const text = files.get(path);
  if (text !== undefined) files.set(path, text.replace(from, to));
};

const schema = (event: number): string => `asyncapi/schemas/${schemaFile(event)}`;
const message = (event: number): string => `asyncapi/messages/event-${event}.yaml`;
const channel = (event: number): string => `asyncapi/channels/channel-${event % 2}.yaml`;
const config = 'eventwright.config.json';

/** What somebody may do to the contracts, at a number that picks the place. */
const edits = {
  fieldDoc: (n) => replace(schema(n), /"doc": "Field 3[^"]*"/, `"doc": "Said in ${n} words."`),
  fieldType: (n) => replace(schema(n), '"type": "double"', '"type": "float"'),
  fieldName: (n) => replace(schema(n), '"name": "field1"', `"name": "field_${n}"`),
  fieldDefault: (n) => replace(schema(n), '"type": "int"', '"type": "int", "default": 7'),
  typeName: (n) => replace(schema(n), `Event${n}Line`, `Event${n}Part`),
  typeOfAnother: (n) =>
    replace(schema(n), '"type": "boolean"', `"type": "bench.domain${(n + 1) % 10}.Event${n + 1}Line"`),
  typeUnknown: (n) => replace(schema(n), '"type": "boolean"', '"type": "bench.Nothing"'),
  notJson: (n) => replace(schema(n), '"fields"', 'fields'),
  mend: (n) => replace(schema(n), /(?<=\s)fields/, '"fields"'),
  sameTextOtherWhitespace: (n) => replace(schema(n), /\n {2}"fields"/, '\n    "fields"'),
  newVersion: (n) => (files) => {
    const first = files.get(schema(n));
    if (first !== undefined) files.set(schema(n).replace('v1', 'v2'), first.replace('"double"', '"float"'));
  },
  newest: (n) => replace(message(n), 'v1.avsc', 'v2.avsc'),
  removeSchema: (n) => (files) => void files.delete(schema(n)),
  summary: (n) => replace(message(n), /summary: .*/, `summary: Event ${n} came to pass.`),
  messageName: (n) => replace(message(n), /name: .*/, `name: Renamed${n}`),
  key: (n) => replace(message(n), 'type: string', 'type: integer'),
  brokenYaml: (n) => replace(message(n), 'bindings:', 'bindings: ]'),
  mendYaml: (n) => replace(message(n), 'bindings: ]', 'bindings:'),
  address: (n) => replace(channel(n), /address: .*/, `address: bench.moved-${n}`),
  withoutMessage: (n) => replace(channel(n), new RegExp(`  Event${n}:\n.*\n`), ''),
  title: (n) => replace('asyncapi/service-0.yaml', /title: .*/, `title: Service ${n}`),
  action: () => replace('asyncapi/service-0.yaml', 'action: send', 'action: receive'),
  otherFile: (n) => (files) => void files.set('asyncapi/notes.txt', String(n)),
  imports: () => replace(config, '"out"', '"importExtension": ".js", "out"'),
  testing: () => replace(config, '"out"', '"testing": true, "out"'),
} satisfies Record<string, (n: number) => (files: Files) => void>;

/** What may happen to the output meanwhile, and to what the last run has kept. */
const mishaps = {
  edited: (output) => rewrite(join(output, 'service-0.ts'), () => 'edited'),
  sameSize: (output) => rewrite(join(output, 'topics.ts'), (text) => text.replace('e', 'a')),
  removed: (output) => rmSync(join(output, 'messages'), { recursive: true, force: true }),
  touched: (output) => rewrite(join(output, 'topics.ts'), (text) => text),
  withoutCache: (_output, cache) => rmSync(cache, { recursive: true, force: true }),
  withoutStamps: (_output, cache) => {
    for (const path of filesBelow(cache).keys()) if (path.startsWith('contents')) rmSync(join(cache, path));
  },
} satisfies Record<string, (output: string, cache: string) => void>;

function rewrite(path: string, change: (text: string) => string): void {
  if (!existsSync(path)) return;
  writeFileSync(`${path}.new`, change(readFileSync(path, 'utf8')));
  renameSync(`${path}.new`, path);
}

const keysOf = <T extends object>(object: T) => Object.keys(object) as (keyof T)[];

const step = fc.record({
  /** Takes back all earlier edits, of which many are mistakes. */
  isAnew: fc.boolean(),
  edits: fc.array(fc.record({ name: fc.constantFrom(...keysOf(edits)), at: fc.nat(events - 2) }), { maxLength: 3 }),
  mishap: fc.option(fc.constantFrom(...keysOf(mishaps)), { freq: 4, nil: undefined }),
});

let root: string;
let original: Files;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'eventwright-incremental-'));
  await writeLargeContracts(root, events);
  original = filesBelow(root);
});

function filesBelow(folder: string): Files {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')] as const),
  );
}

/** Brings the disk from one state of the contracts to another, touching only what differs. */
function store(before: Files, after: Files): void {
  for (const path of before.keys()) if (!after.has(path)) rmSync(join(root, path));
  for (const [path, text] of after) if (before.get(path) !== text) writeFileSync(join(root, path), text);
}

interface Result {
  readonly exitCode: number;
  readonly findings: unknown;
  readonly files: Files;
}

async function generate(out: string, ...options: readonly string[]): Promise<Result> {
  const { exitCode, stdout } = await command(root, 'generate', '--format', 'json', ...options);
  return { exitCode, findings: JSON.parse(stdout).findings, files: filesBelow(join(root, out)) };
}

async function generateCold(): Promise<Result> {
  rmSync(join(root, 'cold'), { recursive: true, force: true });
  return generate('cold', '--no-cache', '--out', 'cold');
}

/** Not compared as a whole, whose difference would fill pages. */
const differing = (a: Files, b: Files): readonly string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path));

describe('a run that knows of earlier ones', () => {
  it('gives what a cold run gives, byte for byte, whatever has happened in between', async () => {
    const exits: number[] = [];
    let now = original;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
        for (const name of ['generated', '.eventwright']) rmSync(join(root, name), { recursive: true, force: true });
        store(now, original);
        now = original;
        await generate('generated');
        for (const { isAnew, edits: list, mishap } of steps) {
          const next = new Map(isAnew ? original : now);
          for (const { name, at } of list) edits[name](at)(next);
          store(now, next);
          now = next;
          if (mishap !== undefined) mishaps[mishap](join(root, 'generated'), join(root, '.eventwright/cache'));
          const expected = await generateCold();
          const present = filesBelow(join(root, 'generated'));
          const last = await generate('generated');
          exits.push(last.exitCode);
          expect({ ...last, files: [] }).toEqual({ ...expected, files: [] });
          expect(differing(last.files, expected.exitCode === 0 ? expected.files : present)).toEqual([]);
        }
      }),
      { numRuns: 8 },
    );
    expect(exits.filter((code) => code === 0).length).toBeGreaterThan(exits.length / 3);
  });

  it('writes a manifest that is gone again', async () => {
    const { files } = await generate('generated');
    rmSync(join(root, 'generated/.eventwright-manifest.json'));
    expect(differing((await generate('generated')).files, files)).toEqual([]);
  });
});
