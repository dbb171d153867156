import { beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, type Registry } from '../../registry.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { ask, eventWith, field } from '../../testing/ask.ts';

let registry: Registry;

beforeEach(() => {
  registry = createRegistry({ store: memoryStore(), compatibility: 'FORWARD' });
});

const body = async (line: string, sent?: Parameters<typeof ask>[2]): Promise<unknown> =>
  (await ask(registry, line, sent)).body;

describe('the config of a subject', () => {
  it('is inherited from the registry, from its context and from what the registry was started with', async () => {
    expect(await body('GET /config/orders?defaultToGlobal=true')).toEqual({ compatibilityLevel: 'FORWARD' });
    await ask(registry, 'PUT /config', { compatibility: 'full' });
    expect(await body('GET /config/orders?defaultToGlobal=true')).toEqual({ compatibilityLevel: 'FULL' });
    await ask(registry, 'PUT /config/:.shop:', { compatibility: 'NONE' });
    expect(await body('GET /config/:.shop:orders?defaultToGlobal=true')).toEqual({ compatibilityLevel: 'NONE' });
    expect(await body('GET /config/orders?defaultToGlobal=true')).toEqual({ compatibilityLevel: 'FULL' });
    expect(await body('GET /config/:.other:orders?defaultToGlobal=true')).toEqual({ compatibilityLevel: 'FORWARD' });
  });

  it('is not found where none is set, unless the registry’s is asked for', async () => {
    expect(await ask(registry, 'GET /config/orders')).toMatchObject({ status: 404, body: { error_code: 40408 } });
    expect(await ask(registry, 'DELETE /config/orders')).toMatchObject({ status: 404, body: { error_code: 40401 } });
  });

  it('changes by what is sent, and loses what is sent as null', async () => {
    await ask(registry, 'PUT /config/orders', { compatibility: 'BACKWARD', normalize: true, unknown: 1 });
    expect(await body('PUT /config/orders', { compatibility: null })).toEqual({ normalize: true });
    expect(await body('GET /config/orders')).toEqual({ compatibilityLevel: 'FORWARD', normalize: true });
  });

  it('answers a delete with what was there', async () => {
    await ask(registry, 'PUT /config', { compatibility: 'NONE' });
    expect(await body('DELETE /config')).toEqual({ compatibilityLevel: 'NONE' });
    expect(await body('GET /config')).toEqual({ compatibilityLevel: 'FORWARD' });
  });

  it.each([{ compatibility: 'SIDEWAYS' }, { compatibility: 7 }])('refuses the level in %o', async (sent) => {
    expect(await ask(registry, 'PUT /config', sent)).toMatchObject({ status: 422, body: { error_code: 42203 } });
  });

  it.each([[[]], ['text'], [{ normalize: 'yes' }], [{ alias: 1 }]])('refuses %o as malformed', async (sent) => {
    expect((await ask(registry, 'PUT /config/orders', sent)).status).toBe(400);
  });

  it('cannot be set for the names that a registry keeps to itself', async () => {
    const refused = await ask(registry, 'PUT /config/__GLOBAL', { compatibility: 'NONE' });
    expect(refused).toMatchObject({ status: 422, body: { error_code: 42208 } });
  });
});

describe('an alias', () => {
  it('stands for another subject wherever a subject is read or written', async () => {
    await ask(registry, 'POST /subjects/orders/versions', eventWith(field('id')));
    await ask(registry, 'PUT /config/bestellungen', { alias: 'orders' });
    expect(await body('GET /subjects/bestellungen/versions/latest')).toMatchObject({ subject: 'orders', version: 1 });
    expect(await body('POST /subjects/bestellungen', eventWith(field('id')))).toMatchObject({
      subject: 'orders',
      id: 1,
    });
    await ask(registry, 'PUT /config/bestellungen', { alias: null });
    expect((await ask(registry, 'GET /subjects/bestellungen/versions')).status).toBe(404);
  });

  it('is found in the context of its name', async () => {
    await ask(registry, 'POST /subjects/:.shop:orders/versions', eventWith(field('id')));
    await ask(registry, 'PUT /config/:.shop:o', { alias: 'orders' });
    expect(await body('GET /subjects/:.shop:o/versions/1')).toMatchObject({ subject: ':.shop:orders' });
  });
});
