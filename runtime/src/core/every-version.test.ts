import { describe, expect, it, vi } from 'vitest';
import type { Handler, NoHeaders, ReceivedEvent } from './application.ts';
import { everyVersion, type MessageVersions, upcast } from './every-version.ts';
import { noTransaction } from './no-transaction.ts';
import { createDecode } from './pipeline/decode.ts';
import { silentLogger } from './quiet-logger.ts';
import type { AnyContext } from './routes.ts';
import type { Schema } from './schema.ts';
import { bindingOf } from './testing/bound.ts';
import { record } from './testing/hand-claim.ts';
import { jsonRegistry } from './testing/json-registry.ts';

interface NoteV1 {
  readonly text: string;
}

interface NoteV2 {
  readonly words: readonly string[];
}

interface NoteV4 {
  readonly words: readonly string[];
  readonly count: number;
}

const noteV1 = schemaOf<NoteV1, 1>(1);
const noteV2 = schemaOf<NoteV2, 2>(2);
const noteV4 = schemaOf<NoteV4, 4>(4);
type NoteSchemas = readonly [typeof noteV1, typeof noteV2, typeof noteV4];

const versions: MessageVersions<NoteV4, string, NoHeaders, NoteSchemas> = { schemas: [noteV1, noteV2, noteV4] };
const withTombstones: MessageVersions<NoteV4 | null, string, NoHeaders, NoteSchemas> = versions;
const upcasters = {
  1: ({ text }: NoteV1): NoteV2 => ({ words: text.split(' ') }),
  2: ({ words }: NoteV2): NoteV4 => ({ words, count: words.length }),
};
const newest: NoteV4 = { words: ['a'], count: 1 };

function schemaOf<Value, Version extends number>(version: Version): Schema<Value, Value, Version> {
  return { name: 'shop.Note', version, fingerprint: `${version}`, avro: `"note ${version}"` };
}

function eventOf<Value>(value: Value): ReceivedEvent<Value, string, NoHeaders> {
  return {
    id: 'e-1',
    name: 'Note',
    type: 'shop.Note.v4',
    source: '/notes',
    subject: undefined,
    time: new Date(0),
    correlationId: 'e-1',
    causationId: undefined,
    key: 'n-1',
    value,
    headers: {},
    topic: 'shop.notes',
    partition: 0,
    offset: 0n,
  };
}

const ctx: AnyContext = {
  send: {},
  tx: noTransaction,
  log: silentLogger,
  signal: new AbortController().signal,
  attempt: 1,
};

/** What the handler makes of a value that was written with the schema, or of a tombstone. */
async function deliver<Value>(
  handler: Handler<Value, string, NoHeaders, object>,
  written: { readonly schema: Schema<unknown, unknown>; readonly value: unknown } | undefined,
): Promise<void> {
  const registry = jsonRegistry();
  const bytes = written === undefined ? null : registry.bytesOf(written.schema, written.value);
  const key = registry.bytesOf({ name: 'string', version: 1, fingerprint: '', avro: '"string"' }, 'n-1');
  const bound = bindingOf('stockChanged');
  const value: Schema<unknown, unknown> = noteV4;
  const route = { ...bound.route, message: { ...bound.route.message, value } };
  // The handler takes what the route says; `createClient` does the same.
  const binding = { ...bound, route, handler: handler as typeof bound.handler };
  const decoded = await createDecode(registry, async () => binding)(record(1, { key, value: bytes }));
  await decoded?.run(ctx);
}

describe('everyVersion', () => {
  it.each([
    [noteV1, { text: 'a b' }],
    [noteV2, { words: ['a', 'b'] }],
    [noteV4, { words: ['a'], count: 1 }],
  ] as const)('gives each value in the version in which it was written', async (schema, value) => {
    const seen = vi.fn();
    await deliver(
      everyVersion(versions, async (event) => seen(event.version, event.value)),
      { schema, value },
    );
    expect(seen).toHaveBeenCalledExactlyOnceWith(schema.version, value);
  });

  it('narrows the value by the version', async () => {
    const texts: string[] = [];
    const handler = everyVersion(versions, async ({ version, value }) => {
      if (version === 1) texts.push(value.text);
      else texts.push(value.words.join('+'));
    });
    await deliver(handler, { schema: noteV1, value: { text: 'a b' } });
    await deliver(handler, { schema: noteV2, value: { words: ['c', 'd'] } });
    expect(texts).toEqual(['a b', 'c+d']);
  });

  it('knows a version by its fingerprint where its text is another one, and the newest of equal ones', async () => {
    const seen = vi.fn();
    const handler = everyVersion(versions, async (event) => seen(event.version));
    await deliver(handler, { schema: { ...noteV2, avro: '"with other docs"' }, value: { words: [] } });
    const equal = everyVersion({ schemas: [noteV1, { ...noteV2, fingerprint: '1' }, noteV4] }, async (event) =>
      seen(event.version),
    );
    await deliver(equal, { schema: { ...noteV1, avro: '"with other docs"' }, value: {} });
    await deliver(equal, { schema: noteV1, value: {} });
    expect(seen.mock.calls).toEqual([[2], [2], [1]]);
  });

  it('takes what was written with no known version as the newest', async () => {
    const seen = vi.fn();
    const handler = everyVersion(versions, async (event) => seen(event.version, event.value));
    await deliver(handler, { schema: { ...noteV4, fingerprint: '5', avro: '"note 5"' }, value: newest });
    expect(seen).toHaveBeenCalledExactlyOnceWith(4, newest);
  });

  it('gives a tombstone without a version', async () => {
    const seen = vi.fn();
    const handler = everyVersion(withTombstones, async (event) => seen(event.version, event.value));
    await deliver(handler, undefined);
    expect(seen).toHaveBeenCalledExactlyOnceWith(undefined, null);
  });

  it('can be called as any other handler, with the newest', async () => {
    const seen = vi.fn();
    await everyVersion(versions, async (event) => seen(event.version))(eventOf(newest), ctx);
    expect(seen).toHaveBeenCalledExactlyOnceWith(4);
  });
});

describe('upcast', () => {
  it.each([
    ['through all that lie between', noteV1, { text: 'a b' }, { words: ['a', 'b'], count: 2 }],
    ['from where it is', noteV2, { words: ['a'] }, { words: ['a'], count: 1 }],
    ['not at all where it is the newest', noteV4, { words: ['a'], count: 7 }, { words: ['a'], count: 7 }],
  ] as const)('brings a value to the newest version, %s', async (_, schema, value, expected) => {
    const seen = vi.fn();
    await deliver(
      upcast(versions, upcasters, async (event) => seen(event.value, event.key, 'version' in event)),
      { schema, value },
    );
    expect(seen).toHaveBeenCalledExactlyOnceWith(expected, 'n-1', false);
  });

  it('leaves tombstones alone', async () => {
    const seen = vi.fn();
    await deliver(
      upcast(withTombstones, upcasters, async (event) => seen(event.value)),
      undefined,
    );
    expect(seen).toHaveBeenCalledExactlyOnceWith(null);
  });

  it('fails as a handler does where an upcaster throws', async () => {
    const broken = {
      ...upcasters,
      1: (): NoteV2 => {
        throw new TypeError('no text');
      },
    };
    const delivered = deliver(
      upcast(versions, broken, async () => undefined),
      { schema: noteV1, value: {} },
    );
    await expect(delivered).rejects.toThrow('no text');
  });
});
