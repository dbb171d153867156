import type { JsonObject } from '@eventwright/avro';
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

  it('takes no level from above once it has a setting of its own, but what validates and normalizes', async () => {
    await ask(registry, 'PUT /config', { compatibility: 'FULL', normalize: true, compatibilityGroup: 'major' });
    await ask(registry, 'PUT /config/orders', { validateFields: true });
    expect(await body('GET /config/orders')).toEqual({ compatibilityLevel: 'FORWARD', validateFields: true });
    expect(await body('GET /config/orders?defaultToGlobal=true')).toEqual({
      compatibilityLevel: 'FORWARD',
      normalize: true,
      compatibilityGroup: 'major',
      validateFields: true,
    });
  });

  it('is that of the global context where nothing nearer is set', async () => {
    expect(await body('GET /config/:.__GLOBAL:')).toEqual({ compatibilityLevel: 'FORWARD' });
    await ask(registry, 'PUT /config/:.__GLOBAL:', { compatibility: 'NONE' });
    for (const scope of ['', '/orders', '/:.shop:orders', '/:.shop:']) {
      expect(await body(`GET /config${scope}?defaultToGlobal=true`)).toEqual({ compatibilityLevel: 'NONE' });
    }
  });

  it('keeps every setting of Confluent’s registry', async () => {
    const rule = { name: 'r', mode: 'UPGRADE', type: 'JSONATA', disabled: false };
    const settings = {
      alias: 'other',
      aliasForDeks: 'keys',
      normalize: true,
      validateFields: false,
      validateNewSchemas: false,
      validateRules: true,
      compatibility: 'NONE',
      compatibilityPolicy: 'LENIENT',
      compatibilityGroup: 'major',
      defaultMetadata: { properties: { owner: 'team' } },
      overrideMetadata: { tags: { '**': ['PII'] } },
      defaultRuleSet: { migrationRules: [rule] },
      overrideRuleSet: { domainRules: [{ ...rule, mode: 'WRITE' }] },
    };
    expect(await body('PUT /config/orders', settings)).toEqual(settings);
    const { compatibility, ...rest } = settings;
    expect(await body('GET /config/orders')).toEqual({ ...rest, compatibilityLevel: compatibility });
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

  it('refuses a policy that it does not carry out, and rules that cannot work', async () => {
    const policy = { compatibilityPolicy: 'LOGICAL' };
    expect(await ask(registry, 'PUT /config', policy)).toMatchObject({ status: 422, body: { error_code: 42203 } });
    const rules = { defaultRuleSet: { migrationRules: [{ name: 'r', mode: 'READ', type: 'X' }] } };
    expect(await ask(registry, 'PUT /config', rules)).toMatchObject({ status: 422, body: { error_code: 42210 } });
  });

  it.each([[[]], ['text'], [{ normalize: 'yes' }], [{ alias: 1 }]])('refuses %o as malformed', async (sent) => {
    expect((await ask(registry, 'PUT /config/orders', sent)).status).toBe(400);
  });

  it('cannot be set for the names that a registry keeps to itself', async () => {
    const refused = await ask(registry, 'PUT /config/__GLOBAL', { compatibility: 'NONE' });
    expect(refused).toMatchObject({ status: 422, body: { error_code: 42208 } });
  });
});

describe('metadata and rules in the settings', () => {
  const rule = (name: string): JsonObject => ({ name, mode: 'UPGRADE', type: 'JSONATA', disabled: false });

  it('are added to those of a schema, which go before the defaults and after the overrides', async () => {
    await ask(registry, 'PUT /config', {
      defaultMetadata: { properties: { owner: 'nobody', level: 'gold' } },
      overrideMetadata: { properties: { level: 'silver' } },
    });
    const own = { ...eventWith(field('id')), metadata: { properties: { owner: 'orders', level: 'iron' } } };
    const properties = { level: 'silver', owner: 'orders' };
    const registered = await body('POST /subjects/orders/versions', own);
    expect(registered).toMatchObject({ id: 1, metadata: { properties } });
    expect(await body('POST /subjects/orders/versions', own)).toMatchObject({ id: 1, version: 1 });
    expect(await body('POST /subjects/orders', own)).toMatchObject({ id: 1, metadata: { properties } });
    expect(await body('POST /subjects/orders', eventWith(field('id')))).toMatchObject({ id: 1 });
  });

  it('bring rules, of which one with the same name as the schema’s is the schema’s', async () => {
    await ask(registry, 'PUT /config', { defaultRuleSet: { migrationRules: [rule('a'), rule('b')] } });
    const ruleSet = { migrationRules: [{ ...rule('a'), expr: 'own' }] };
    const registered = await body('POST /subjects/orders/versions', { ...eventWith(field('id')), ruleSet });
    const migrationRules = [rule('b'), { ...rule('a'), expr: 'own' }];
    expect(registered).toMatchObject({ ruleSet: { migrationRules } });
  });

  it('do not touch what is imported', async () => {
    await ask(registry, 'PUT /config', { overrideMetadata: { properties: { level: 'silver' } } });
    await ask(registry, 'PUT /mode', { mode: 'IMPORT' });
    const imported = await body('POST /subjects/orders/versions', { ...eventWith(), id: 7, version: 1 });
    expect(imported).not.toHaveProperty('metadata');
  });
});

describe('validateNewSchemas', () => {
  const wrong = {
    schema: JSON.stringify({
      type: 'record',
      name: 'R',
      namespace: 'a-b',
      fields: [{ name: 'f', type: 'int', default: 'none' }],
    }),
  };

  it('set to false lets wrong defaults and namespaces pass, for clients that have them already', async () => {
    const check = 'POST /compatibility/subjects/s/versions/latest';
    for (const line of ['POST /subjects/s/versions', check]) {
      expect(await ask(registry, line, wrong)).toMatchObject({ status: 422, body: { error_code: 42201 } });
    }
    await ask(registry, 'PUT /config', { validateNewSchemas: false });
    expect(await body(check, wrong)).toEqual({ is_compatible: true });
    expect(await body('POST /subjects/s/versions', wrong)).toMatchObject({ id: 1 });
    await ask(registry, 'PUT /config', { validateNewSchemas: true });
    expect(await body('POST /subjects/s', wrong)).toMatchObject({ id: 1, version: 1 });
    expect(await body('POST /subjects/s/versions', wrong)).toMatchObject({ id: 1 });
  });

  it('does not let other names pass', async () => {
    await ask(registry, 'PUT /config', { validateNewSchemas: false });
    for (const schema of [
      '{"type":"record","name":"1R","fields":[]}',
      '{"type":"record","name":"R","fields":[{"name":"a-b","type":"int"}]}',
      '{"type":"enum","name":"E","symbols":["A-B"]}',
    ]) {
      const refused = await ask(registry, 'POST /subjects/s/versions', { schema });
      expect(refused).toMatchObject({ status: 422, body: { message: expect.stringContaining('AVRO_NAME_INVALID') } });
    }
  });
});

describe('an alias', () => {
  it('may hold a slash, and stands for its subject in the query for an id too', async () => {
    await ask(registry, 'POST /subjects/orders/versions', eventWith(field('id')));
    await ask(registry, 'PUT /config/a%2Fb', { alias: 'orders' });
    expect(await body('GET /subjects/a%2Fb/versions/1')).toMatchObject({ subject: 'orders' });
    expect(await body('GET /schemas/ids/1?subject=a%2Fb')).toMatchObject({ subject: 'orders', version: 1 });
    expect(await body('POST /compatibility/subjects/a%2Fb/versions/1', eventWith())).toEqual({ is_compatible: false });
  });

  it('of the whole registry changes nothing', async () => {
    await ask(registry, 'POST /subjects/orders/versions', eventWith(field('id')));
    await ask(registry, 'PUT /config', { alias: 'elsewhere' });
    expect(await body('GET /subjects/orders/versions/1')).toMatchObject({ subject: 'orders' });
  });

  it('points into another context where it says so', async () => {
    await ask(registry, 'POST /subjects/:.eu:orders/versions', eventWith(field('id')));
    await ask(registry, 'PUT /config/:.us:o', { alias: ':.eu:orders' });
    expect(await body('GET /contexts/.us/subjects/o/versions/1')).toMatchObject({ subject: ':.eu:orders' });
  });

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
