import type { JsonValue } from '@eventwright/avro';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, type Registry } from '../../registry.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { ask, askFor, eventWith, field } from '../../testing/ask.ts';

let registry: Registry;

beforeEach(() => {
  registry = createRegistry({ store: memoryStore(), compatibility: 'NONE' });
});

const a = eventWith(field('a'));
const b = eventWith(field('b'));
const body = async (line: string, sent?: JsonValue): Promise<JsonValue> => (await ask(registry, line, sent)).body;

describe('contexts', () => {
  it('are listed with the default one first, the others sorted, by prefix and by page', async () => {
    for (const context of ['.prod', '.dev', '.prod-eu'])
      await askFor(registry, `POST /subjects/:${context}:s/versions`, a);
    expect(await body('GET /contexts')).toEqual(['.', '.dev', '.prod', '.prod-eu']);
    expect(await body('GET /contexts?contextPrefix=.prod')).toEqual(['.prod', '.prod-eu']);
    expect(await body('GET /contexts?contextPrefix=.PROD')).toEqual([]);
    expect(await body('GET /contexts?offset=1&limit=2')).toEqual(['.dev', '.prod']);
  });

  it('go from the list only when all in them is gone for good, and their ids are not given again', async () => {
    await askFor(registry, 'POST /subjects/:.dev:s/versions', a);
    const notEmpty = { error_code: 42211, message: "The specified context ':.dev:' is not empty." };
    expect(await ask(registry, 'DELETE /contexts/.dev')).toMatchObject({ status: 422, body: notEmpty });
    await ask(registry, 'DELETE /subjects/:.dev:s');
    expect(await ask(registry, 'DELETE /contexts/.dev')).toMatchObject({ status: 422, body: notEmpty });
    await ask(registry, 'DELETE /subjects/:.dev:s?permanent=true');
    expect(await ask(registry, 'DELETE /contexts/.dev')).toEqual({ status: 204, body: '' });
    expect(await body('GET /contexts')).toEqual(['.']);
    expect(await askFor(registry, 'POST /subjects/:.dev:s/versions', b)).toMatchObject({ id: 2 });
    expect(await body('GET /contexts')).toEqual(['.', '.dev']);
  });
});

describe('a path below a context', () => {
  it.each(['.eu', 'eu', ':.eu:', '%3A.eu%3A'])('means the subjects of that context (%s)', async (name) => {
    const context = `/contexts/${name}`;
    expect(await askFor(registry, `POST ${context}/subjects/orders/versions`, a)).toMatchObject({ id: 1 });
    expect(await body('GET /subjects')).toEqual([':.eu:orders']);
    expect(await body(`GET ${context}/subjects/orders/versions`)).toEqual([1]);
    expect(await body(`POST ${context}/subjects/orders`, a)).toMatchObject({ subject: ':.eu:orders', version: 1 });
    expect(await body(`POST ${context}/compatibility/subjects/orders/versions/latest`, b)).toEqual({
      is_compatible: true,
    });
    expect(await body(`GET ${context}/contexts`)).toEqual(['.', '.eu']);
  });

  it('lists and finds by id only what is in it', async () => {
    await ask(registry, 'POST /contexts/.eu/subjects/orders/versions', a);
    await ask(registry, 'POST /subjects/bills/versions', b);
    expect(await body('GET /contexts/.eu/subjects')).toEqual([':.eu:orders']);
    expect(await body('GET /contexts/.eu/subjects?subjectPrefix=bi')).toEqual([]);
    expect(await body('GET /contexts/.eu/schemas')).toMatchObject([{ subject: ':.eu:orders' }]);
    expect(await body('GET /contexts/.eu/schemas/ids/1')).toMatchObject({ schema: a['schema'] });
    expect(await body('GET /contexts/:.:/schemas/ids/1')).toMatchObject({ schema: b['schema'] });
    expect(await body('GET /contexts/:.:/subjects')).toEqual(['bills']);
    expect(await body('GET /contexts/.us/schemas/ids/1')).toMatchObject({ error_code: 40403 });
  });

  it('has settings of its own', async () => {
    await ask(registry, 'PUT /contexts/.eu/config', { compatibility: 'FULL' });
    await ask(registry, 'PUT /contexts/.eu/mode/orders', { mode: 'READONLY' });
    expect(await body('GET /config/:.eu:')).toEqual({ compatibilityLevel: 'FULL' });
    expect(await body('GET /mode/:.eu:orders')).toEqual({ mode: 'READONLY' });
    expect(await body('GET /config')).toEqual({ compatibilityLevel: 'NONE' });
  });

  it('leaves a subject that names a context where it is', async () => {
    await ask(registry, 'POST /contexts/.eu/subjects/:.us:orders/versions', a);
    expect(await body('GET /subjects')).toEqual([':.us:orders']);
  });

  it('is refused where the name of the context cannot be one', async () => {
    expect(await ask(registry, 'GET /contexts/a:b/subjects')).toMatchObject({
      status: 400,
      body: { message: "Context name 'a:b' cannot contain a colon" },
    });
    expect((await ask(registry, 'GET /contexts/%zz/subjects')).status).toBe(400);
  });
});
