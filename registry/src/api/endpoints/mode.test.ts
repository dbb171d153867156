import { beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, type Registry } from '../../registry.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { ask, eventWith, field } from '../../testing/ask.ts';

let registry: Registry;

beforeEach(() => {
  registry = createRegistry({ store: memoryStore() });
});

const refused = { status: 422, body: { error_code: 42205 } };

describe('the mode', () => {
  it('is READWRITE where none is set, and inherited', async () => {
    expect(await ask(registry, 'GET /mode')).toEqual({ status: 200, body: { mode: 'READWRITE' } });
    expect(await ask(registry, 'GET /mode/orders')).toMatchObject({ status: 404, body: { error_code: 40409 } });
    await ask(registry, 'PUT /mode', { mode: 'readonly' });
    expect(await ask(registry, 'GET /mode/orders?defaultToGlobal=true')).toMatchObject({ body: { mode: 'READONLY' } });
    expect(await ask(registry, 'DELETE /mode')).toEqual({ status: 200, body: { mode: 'READONLY' } });
    expect(await ask(registry, 'GET /mode')).toMatchObject({ body: { mode: 'READWRITE' } });
    expect(await ask(registry, 'DELETE /mode/orders')).toMatchObject({ status: 404, body: { error_code: 40401 } });
  });

  it.each([{ mode: 'SOMETIMES' }, { mode: 1 }, {}])('cannot be %o', async (sent) => {
    expect(await ask(registry, 'PUT /mode', sent)).toMatchObject({ status: 422, body: { error_code: 42204 } });
  });

  it('can be FORWARD for everything only', async () => {
    expect(await ask(registry, 'PUT /mode/orders', { mode: 'FORWARD' })).toMatchObject({ status: 422 });
    expect(await ask(registry, 'PUT /mode/:.__GLOBAL:', { mode: 'FORWARD' })).toMatchObject({ status: 200 });
  });
});

describe('deleting modes', () => {
  const set = (scope: string): Promise<unknown> => ask(registry, `PUT /mode${scope}`, { mode: 'READONLY' });
  const status = async (scope: string): Promise<number> => (await ask(registry, `GET /mode${scope}`)).status;

  it('with recursive takes those of a context’s subjects along, and of no other context', async () => {
    for (const scope of ['/:.a:', '/:.a:s', '/:.b:s', '/s']) await set(scope);
    expect(await ask(registry, 'DELETE /mode/:.a:?recursive=true')).toEqual({
      status: 200,
      body: { mode: 'READONLY' },
    });
    expect(await Promise.all(['/:.a:', '/:.a:s', '/:.b:s', '/s'].map(status))).toEqual([404, 404, 200, 200]);
  });

  it('with recursive needs no mode of the context itself', async () => {
    await set('/:.a:s');
    expect(await ask(registry, 'DELETE /mode/:.a:?recursive=true')).toEqual({ status: 200, body: { mode: null } });
    expect(await status('/:.a:s')).toBe(404);
  });

  it('with recursive for the whole registry takes those of the default context', async () => {
    for (const scope of ['', '/s', '/:.a:s']) await set(scope);
    expect(await ask(registry, 'DELETE /mode?recursive=true')).toEqual({ status: 200, body: { mode: 'READONLY' } });
    expect(await ask(registry, 'GET /mode')).toMatchObject({ body: { mode: 'READWRITE' } });
    expect(await Promise.all(['/s', '/:.a:s'].map(status))).toEqual([404, 200]);
  });

  it('without recursive leaves those of the subjects', async () => {
    for (const scope of ['/:.a:', '/:.a:s']) await set(scope);
    await ask(registry, 'DELETE /mode/:.a:');
    expect(await Promise.all(['/:.a:', '/:.a:s'].map(status))).toEqual([404, 200]);
  });
});

describe('READONLY', () => {
  it('of the global context holds everywhere', async () => {
    await ask(registry, 'PUT /mode/:.__GLOBAL:', { mode: 'READONLY' });
    expect(await ask(registry, 'GET /mode?defaultToGlobal=true')).toMatchObject({ body: { mode: 'READONLY' } });
    for (const subject of ['s', ':.a:s']) {
      expect(await ask(registry, `POST /subjects/${subject}/versions`, eventWith())).toMatchObject(refused);
    }
  });

  it('refuses every change of its subject and still answers for what is registered', async () => {
    await ask(registry, 'POST /subjects/orders/versions', eventWith(field('id')));
    await ask(registry, 'PUT /mode/orders', { mode: 'READONLY' });
    expect(await ask(registry, 'POST /subjects/orders/versions', eventWith())).toMatchObject(refused);
    expect(await ask(registry, 'DELETE /subjects/orders')).toMatchObject(refused);
    expect(await ask(registry, 'DELETE /subjects/orders/versions/1')).toMatchObject(refused);
    expect(await ask(registry, 'PUT /config/orders', { compatibility: 'NONE' })).toMatchObject(refused);
    const again = await ask(registry, 'POST /subjects/orders/versions', eventWith(field('id')));
    expect(again).toMatchObject({ status: 200, body: { id: 1 } });
    expect((await ask(registry, 'POST /subjects/other/versions', eventWith())).status).toBe(200);
  });
});

describe('IMPORT', () => {
  it('needs an empty place, unless forced', async () => {
    await ask(registry, 'POST /subjects/orders/versions', eventWith(field('id')));
    expect(await ask(registry, 'PUT /mode', { mode: 'IMPORT' })).toMatchObject(refused);
    expect(await ask(registry, 'PUT /mode/payments', { mode: 'IMPORT' })).toMatchObject({ status: 200 });
    expect(await ask(registry, 'PUT /mode?force=true', { mode: 'IMPORT' })).toMatchObject({ status: 200 });
  });

  it('needs all contexts empty for the whole registry, and only its own for one of them', async () => {
    await ask(registry, 'POST /subjects/:.ctx:orders/versions', eventWith(field('id')));
    expect(await ask(registry, 'PUT /mode', { mode: 'IMPORT' })).toMatchObject(refused);
    expect(await ask(registry, 'PUT /mode/:.ctx:', { mode: 'IMPORT' })).toMatchObject(refused);
    expect(await ask(registry, 'PUT /mode/:.other:', { mode: 'IMPORT' })).toMatchObject({ status: 200 });
  });

  it('frees the numbers of deleted versions that nothing refers to', async () => {
    await ask(registry, 'POST /subjects/orders/versions', eventWith(field('id')));
    await ask(registry, 'DELETE /subjects/orders');
    expect(await ask(registry, 'PUT /mode/orders', { mode: 'IMPORT' })).toMatchObject({ status: 200 });
    expect((await ask(registry, 'GET /subjects?deleted=true')).body).toEqual([]);
  });

  it('takes ids and versions in any order and goes on after the highest', async () => {
    await ask(registry, 'PUT /mode/orders', { mode: 'IMPORT' });
    await ask(registry, 'POST /subjects/orders/versions', { ...eventWith(field('b')), id: 40, version: 7 });
    await ask(registry, 'POST /subjects/orders/versions', { ...eventWith(field('a')), id: 12, version: 3 });
    expect((await ask(registry, 'GET /subjects/orders/versions')).body).toEqual([3, 7]);
    expect((await ask(registry, 'GET /subjects/orders/versions/latest')).body).toMatchObject({ id: 40, version: 7 });
    await ask(registry, 'PUT /mode/orders', { mode: null });
    const next = await ask(registry, 'POST /subjects/orders/versions?force=true', eventWith(field('c')));
    expect(next.body).toMatchObject({ id: 41, version: 8 });
  });

  it('gives an id to one schema only, and keeps the versions that are there', async () => {
    await ask(registry, 'PUT /mode/orders', { mode: 'IMPORT' });
    await ask(registry, 'POST /subjects/orders/versions', { ...eventWith(field('a')), id: 1, version: 1 });
    const taken = await ask(registry, 'POST /subjects/orders/versions', {
      ...eventWith(field('b')),
      id: 1,
      version: 2,
    });
    expect(taken).toMatchObject(refused);
    const held = await ask(registry, 'POST /subjects/orders/versions', { ...eventWith(field('b')), id: 2, version: 1 });
    expect(held).toMatchObject(refused);
  });
});

describe('an imported version', () => {
  it('that was deleted comes back as what it was, and not as another schema', async () => {
    const old = { ...eventWith(field('id')), id: 4, version: 1 };
    await ask(registry, 'PUT /mode', { mode: 'IMPORT' });
    await ask(registry, 'POST /subjects/s/versions', old);
    await ask(registry, 'DELETE /subjects/s');
    const other = { ...eventWith(field('other')), id: 5, version: 1 };
    expect(await ask(registry, 'POST /subjects/s/versions', other)).toMatchObject(refused);
    expect(await ask(registry, 'POST /subjects/s/versions', old)).toMatchObject({ status: 200, body: { id: 4 } });
    expect(await ask(registry, 'GET /subjects/s/versions')).toMatchObject({ body: [1] });
  });

  it('may be the same schema under several ids, as the client says', async () => {
    await ask(registry, 'PUT /mode', { mode: 'IMPORT' });
    const schema = eventWith(field('id'));
    await ask(registry, 'POST /subjects/s/versions', { ...schema, id: 100, version: 1 });
    await ask(registry, 'POST /subjects/s/versions', { ...schema, id: 200, version: 2 });
    await ask(registry, 'POST /subjects/t/versions', { ...schema, id: 200, version: 1 });
    expect(await ask(registry, 'POST /subjects/t', schema)).toMatchObject({ body: { version: 1, id: 200 } });
    const again = await ask(registry, 'POST /subjects/s/versions', { ...schema, id: 100, version: 1 });
    expect(again).toMatchObject({ status: 200, body: { id: 100, version: 1 } });
    expect(await ask(registry, 'GET /subjects/s/versions')).toMatchObject({ body: [1, 2] });
  });
});
