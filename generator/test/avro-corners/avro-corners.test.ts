import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decimal, type Registration, type Schema, type SchemaRegistry } from '@eventwright/runtime';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { compile } from './compile.ts';
import { type CornerProject, cornerProject } from './corner-project.ts';
import { featureTable, type Step } from './feature-table.ts';
import golden from './golden.json' with { type: 'json' };

// The first test loads the official parser, and one of them runs a compiler.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const names = Object.keys(golden);
/** Bytes before the value: a zero and the schema's id. */
const frameLength = 5;

let project: CornerProject;
let registry: SchemaRegistry;
let values: Readonly<Record<string, readonly unknown[]>>;
let messages: Readonly<Record<string, { readonly value: Schema<unknown, unknown> }>>;
let arbitraries: Readonly<Record<string, () => fc.Arbitrary<{ readonly value: unknown }>>>;
let subjects: ReadonlyMap<string, string>;
const proofs = new Map<string, Set<Step>>(names.map((name) => [name, new Set()]));

beforeAll(async () => {
  project = await cornerProject();
  const generated: { registrations: readonly Registration[] } = await load('generated/registrations.ts');
  registry = openMemoryRegistry(generated.registrations);
  subjects = new Map(generated.registrations.map(({ subject, schema }) => [schema.name, subject]));
  const written: { values: typeof values } = await load('values.ts');
  values = written.values;
  messages = await load('messages.ts');
  const testing: { arbitrary: typeof arbitraries } = await load('generated/testing.ts');
  arbitraries = testing.arbitrary;
});

const load = (path: string) => import(join(project.root, path));

function schemaOf(name: string): Schema<unknown, unknown> {
  const message = messages[name];
  if (message === undefined) throw new Error(`messages.ts has no ${name}`);
  return message.value;
}

/** What the generated arbitraries make of the message, by the name of its method. */
function arbitraryOf(name: string): fc.Arbitrary<{ readonly value: unknown }> {
  const arbitrary = arbitraries[`${name.charAt(0).toLowerCase()}${name.slice(1)}`];
  if (arbitrary === undefined) throw new Error(`generated/testing.ts has no arbitrary of ${name}`);
  return arbitrary();
}

async function encoded(name: string, value: unknown): Promise<Uint8Array> {
  const schema = schemaOf(name);
  const writer = await registry.writer(subjects.get(schema.name) ?? '', schema);
  return writer.encode(value);
}

/** Objects as entries, which show a property called `__proto__`, without the tag that only a union has. */
function comparable(value: unknown): unknown {
  if (value instanceof Decimal) return `decimal ${value.rescale(20)}`;
  if (Array.isArray(value)) return value.map(comparable);
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.entries(value).map(([key, member]) => [key, comparable(member)]);
}

/** The value without what only its defaults have put there: with the properties that another value has. */
function likeOf(read: unknown, value: unknown): unknown {
  if (Array.isArray(read) && Array.isArray(value)) return read.map((item, index) => likeOf(item, value[index]));
  if (!isPlain(read) || !isPlain(value)) return read;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, likeOf(read[key], member)]));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('the corners of Avro', () => {
  it('are generated, without a finding', () => {
    expect(project.findings).toEqual([]);
    expect(project.model.messages.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(project.written).toBeGreaterThan(2 * names.length);
    prove(names, 'generated');
  });

  it('compile under every strict flag, with a value of each', async () => {
    expect(await compile(project.root, { include: ['generated', 'values.ts'] })).toEqual([]);
    prove(names, 'compiles');
  });

  it('refuse wrong uses, line by line', async () => {
    const text = await readFile(join(project.root, 'wrong-uses.ts'), 'utf8');
    const expected = text.split('\n').flatMap((line, index) => {
      const code = / \/\/ (TS\d+)$/.exec(line)?.[1];
      return code === undefined ? [] : [`${index + 1} ${code}: ${line.trim()}`];
    });
    const errors = await compile(project.root, { include: ['wrong-uses.ts'] });
    const lines = text.split('\n');
    expect(errors.map(({ line, code }) => `${line} ${code}: ${lines[line - 1]?.trim()}`)).toEqual(expected);
    expect(errors.every(({ file }) => file === 'wrong-uses.ts')).toBe(true);
    expect(expected.length).toBeGreaterThan(40);
  });

  it.each(Object.entries(golden))('%s has the bytes of a second Avro implementation', async (name, expected) => {
    const written = await Promise.all((values[name] ?? []).map((value) => encoded(name, value)));
    expect(written.map((bytes) => hex(bytes.subarray(frameLength)))).toEqual(expected);
    for (const [index, bytes] of written.entries()) {
      const read = await registry.read(bytes, schemaOf(name));
      const value = values[name]?.[index];
      expect(comparable(likeOf(read, value))).toStrictEqual(comparable(value));
      expect(hex(await encoded(name, read))).toBe(hex(bytes));
    }
    prove([name], 'bytes equal');
  });

  it.each(names)('%s keeps whatever values its schema has', async (name) => {
    const schema = schemaOf(name);
    await fc.assert(
      fc.asyncProperty(arbitraryOf(name), async ({ value }) => {
        const read = await registry.read(await encoded(name, value), schema);
        expect(comparable(read)).toStrictEqual(comparable(value));
      }),
      { numRuns: 40 },
    );
    prove([name], 'round-trips');
  });

  it('stand in the README, feature by feature', async () => {
    const readme = new URL('../../README.md', import.meta.url);
    const text = await readFile(readme, 'utf8');
    const table = `<!-- corners -->\n\n${featureTable(project.model, proofs)}\n\n<!-- /corners -->`;
    const expected = text.replace(/<!-- corners -->.*<!-- \/corners -->/s, () => table);
    if (process.env['UPDATE_README'] === '1') await writeFile(readme, expected);
    else expect(text, 'UPDATE_README=1 writes the table anew').toBe(expected);
    expect(text).toContain('<!-- corners -->');
    expect(table).not.toContain('NO');
  });
});

function prove(these: readonly string[], step: Step): void {
  for (const name of these) proofs.get(name)?.add(step);
}
