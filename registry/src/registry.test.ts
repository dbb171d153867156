import type { JsonValue } from '@eventwright/avro';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry, type Registry } from './registry.ts';
import { memoryStore } from './store/memory-store.ts';
import type { Store } from './store/store.ts';
import { StoreError } from './store/store-error.ts';
import { ask, askFor, eventWith, field } from './testing/ask.ts';

/** A store that keeps entries in memory and resolves only when told to. */
function heldStore(): Store & { readonly kept: JsonValue[]; release(error?: Error): void } {
  const kept: JsonValue[] = [];
  const gate = Promise.withResolvers<void>();
  let pending: Promise<void> = Promise.resolve();
  return {
    kept,
    entries: [],
    append: (entries) => {
      kept.push(...entries);
      pending = gate.promise;
      return pending;
    },
    settled: () => pending,
    close: () => Promise.resolve(),
    release: (error) => (error === undefined ? gate.resolve() : gate.reject(error)),
  };
}

/** Whether a promise is settled once everything that can go on without it has gone on. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const marker = Symbol('pending');
  await new Promise((resolve) => setImmediate(resolve));
  return (await Promise.race([promise, Promise.resolve(marker)])) !== marker;
}

describe('createRegistry', () => {
  it('answers a write only when the store has kept it', async () => {
    const store = heldStore();
    const registry = createRegistry({ store });
    const answer = ask(registry, 'POST /subjects/orders/versions', eventWith(field('id')));
    expect(await isSettled(answer)).toBe(false);
    store.release();
    expect(await answer).toMatchObject({ status: 200, body: { id: 1, version: 1 } });
    expect(store.kept).toHaveLength(1);
  });

  it('answers no read and no refusal that a crash could make untrue', async () => {
    const store = heldStore();
    const registry = createRegistry({ store });
    const write = ask(registry, 'POST /subjects/orders/versions', eventWith(field('id')));
    const read = ask(registry, 'GET /schemas/ids/1');
    const refusal = ask(registry, 'POST /subjects/orders/versions', eventWith(field('id'), field('name')));
    expect(await isSettled(Promise.race([read, refusal]))).toBe(false);
    store.release();
    await write;
    expect((await read).status).toBe(200);
    expect((await refusal).status).toBe(409);
  });

  it('answers everything with 50001 once the store has failed', async () => {
    const store = heldStore();
    const registry = createRegistry({ store });
    const write = ask(registry, 'PUT /config', { compatibility: 'NONE' });
    store.release(new StoreError('STORE_FAILED', 'no space left'));
    const failed = { status: 500, body: { error_code: 50001, message: 'STORE_FAILED: no space left' } };
    expect(await write).toEqual(failed);
    expect(await ask(registry, 'GET /config')).toEqual(failed);
  });

  it('answers with 50001 after close', async () => {
    const registry = createRegistry({ store: memoryStore() });
    await registry.close();
    expect(await ask(registry, 'GET /subjects')).toMatchObject({ status: 500, body: { error_code: 50001 } });
  });

  it('gives the same schema one id and one version however many register it at once', async () => {
    const registry = createRegistry({ store: memoryStore() });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        askFor(registry, `POST /subjects/${index % 5}/versions`, eventWith(field('id'))),
      ),
    );
    expect(new Set(answers.map(({ id }) => id))).toEqual(new Set([1]));
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([1]));
  });

  it('refuses a log that it does not understand, and says where', () => {
    const store: Store = { ...memoryStore(), entries: [{ kind: 'mode', subject: null, mode: null }, { kind: 'tag' }] };
    expect(() => createRegistry({ store })).toThrow(/STORE_CORRUPT: entry 2 .* unknown kind of entry "tag"/);
  });

  it('answers after a restart as before it, whatever was done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
        const store = heldStore();
        store.release();
        const before = createRegistry({ store, clock: () => 1 });
        for (const { line, body } of operations) await ask(before, line, body);
        const after = createRegistry({ store: { ...memoryStore(), entries: store.kept }, clock: () => 1 });
        expect(await picture(after)).toEqual(await picture(before));
        const next = ['POST /subjects/new/versions', eventWith(field('new'))] as const;
        expect(await ask(after, ...next)).toEqual(await ask(before, ...next));
      }),
      { numRuns: 100 },
    );
  });
});

const subject = fc.constantFrom('a', 'b', ':.ctx:a');
const operation = fc.oneof(
  fc
    .record({ name: subject, fields: fc.subarray(['x', 'y', 'z']), version: fc.constantFrom(0, 0, -1, 2) })
    .map(({ name, fields, version }) => ({
      line: `POST /subjects/${name}/versions`,
      body: { ...eventWith(...fields.map((short) => ({ ...field(short), default: '' }))), version },
    })),
  fc
    .record({ name: subject, version: fc.constantFrom('', '/versions/1', '/versions/latest'), permanent: fc.boolean() })
    .map(({ name, version, permanent }) => ({
      line: `DELETE /subjects/${name}${version}?permanent=${permanent}`,
      body: undefined,
    })),
  fc
    .record({ scope: fc.constantFrom('', '/a', '/:.ctx:'), level: fc.constantFrom('NONE', 'FULL', null) })
    .map(({ scope, level }) => ({ line: `PUT /config${scope}`, body: { compatibility: level, normalize: true } })),
  fc
    .record({ scope: fc.constantFrom('', '/b'), mode: fc.constantFrom('READONLY', 'READWRITE', 'IMPORT', null) })
    .map(({ scope, mode }) => ({ line: `PUT /mode${scope}`, body: { mode } })),
);

/** All that a registry shows. */
async function picture(registry: Registry): Promise<readonly JsonValue[]> {
  const shown = [
    'GET /schemas?subjectPrefix=:*:&deleted=true',
    'GET /contexts',
    'GET /config',
    'GET /mode',
    ...['a', 'b', ':.ctx:a', ':.ctx:'].flatMap((name) => [`GET /config/${name}`, `GET /mode/${name}`]),
  ];
  return Promise.all(shown.map(async (line) => (await ask(registry, line)).body));
}
