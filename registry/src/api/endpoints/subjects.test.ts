import { beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, type Registry } from '../../registry.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { ask, askFor, eventWith, field } from '../../testing/ask.ts';

let registry: Registry;

beforeEach(() => {
  registry = createRegistry({ store: memoryStore(), compatibility: 'NONE' });
});

const body = async (line: string): Promise<unknown> => (await ask(registry, line)).body;
const a = eventWith(field('a'));
const b = eventWith(field('b'));

describe('the list of subjects', () => {
  it('is sorted, by prefix, by page, and over all contexts unless one is asked for', async () => {
    for (const name of ['orders', 'payments', ':.ctx:orders', 'Orders'])
      await ask(registry, `POST /subjects/${name}/versions`, a);
    expect(await body('GET /subjects')).toEqual([':.ctx:orders', 'Orders', 'orders', 'payments']);
    expect(await body('GET /subjects?subjectPrefix=o')).toEqual(['orders']);
    expect(await body('GET /subjects?subjectPrefix=:*:o')).toEqual([':.ctx:orders', 'orders']);
    expect(await body('GET /subjects?subjectPrefix=:.ctx:')).toEqual([':.ctx:orders']);
    expect(await body('GET /subjects?offset=1&limit=2')).toEqual(['Orders', 'orders']);
  });
});

describe('a subject', () => {
  it('is deleted softly, then for good, and each step only once', async () => {
    await ask(registry, 'POST /subjects/s/versions', a);
    await ask(registry, 'POST /subjects/s/versions', b);
    expect(await body('DELETE /subjects/s?permanent=true')).toMatchObject({ error_code: 40405 });
    expect(await body('DELETE /subjects/s')).toEqual([1, 2]);
    expect(await body('DELETE /subjects/s')).toMatchObject({ error_code: 40404 });
    expect(await body('GET /subjects?deletedOnly=true')).toEqual(['s']);
    expect(await body('DELETE /subjects/s?permanent=true')).toEqual([1, 2]);
    expect(await body('DELETE /subjects/s?permanent=true')).toMatchObject({ error_code: 40401 });
    expect(await body('GET /subjects?deleted=true')).toEqual([]);
  });

  it('takes its settings with it when it goes for good', async () => {
    await ask(registry, 'POST /subjects/s/versions', a);
    await ask(registry, 'PUT /config/s', { compatibility: 'FULL' });
    await ask(registry, 'PUT /mode/s', { mode: 'READWRITE' });
    await ask(registry, 'DELETE /subjects/s');
    expect(await body('GET /config/s')).toEqual({ compatibilityLevel: 'FULL' });
    await ask(registry, 'DELETE /subjects/s?permanent=true');
    expect(await body('GET /config/s')).toMatchObject({ error_code: 40408 });
    expect(await body('GET /mode/s')).toMatchObject({ error_code: 40409 });
  });

  it('goes on counting after a soft delete, with the ids it had', async () => {
    await ask(registry, 'POST /subjects/s/versions', a);
    await ask(registry, 'DELETE /subjects/s');
    expect(await askFor(registry, 'POST /subjects/s/versions', a)).toMatchObject({ id: 1, version: 2 });
    expect(await body('GET /subjects/s/versions?deleted=true')).toEqual([2]);
  });

  it('says which of its versions a schema is, and what it does not know', async () => {
    await ask(registry, 'POST /subjects/s/versions', a);
    await ask(registry, 'POST /subjects/s/versions', b);
    expect((await ask(registry, 'POST /subjects/s', b)).body).toMatchObject({ subject: 's', version: 2, id: 2, ...b });
    expect((await ask(registry, 'POST /subjects/s', eventWith())).body).toMatchObject({ error_code: 40403 });
    expect((await ask(registry, 'POST /subjects/t', a)).body).toMatchObject({ error_code: 40401 });
    await ask(registry, 'DELETE /subjects/s/versions/2');
    expect((await ask(registry, 'POST /subjects/s', b)).body).toMatchObject({ error_code: 40403 });
    expect((await ask(registry, 'POST /subjects/s?deleted=true', b)).body).toMatchObject({ version: 2, deleted: true });
  });

  it('finds a schema in normal form where that is asked for or configured', async () => {
    const written = { schema: '{"type":"string","b":1,"a":2}' };
    const other = { schema: '{"type":"string","a":2,"b":1}' };
    await ask(registry, 'PUT /config/s', { normalize: true });
    expect(await askFor(registry, 'POST /subjects/s/versions', written)).toMatchObject(other);
    await ask(registry, 'PUT /config/s', { normalize: false });
    expect((await ask(registry, 'POST /subjects/s?normalize=true', written)).body).toMatchObject({ version: 1 });
  });
});
