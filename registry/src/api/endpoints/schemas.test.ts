import { beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, type Registry } from '../../registry.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { ask, askFor, eventWith, field } from '../../testing/ask.ts';

let registry: Registry;

beforeEach(() => {
  registry = createRegistry({ store: memoryStore(), compatibility: 'NONE', clock: () => 1_700_000_000_000 });
});

const body = async (line: string): Promise<unknown> => (await ask(registry, line)).body;
const a = eventWith(field('a'));
const b = eventWith(field('b'));

describe('a schema by id', () => {
  it('is told with its subject where a subject was asked for', async () => {
    await ask(registry, 'POST /subjects/s/versions', a);
    const schema = a['schema'];
    const guid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await body('GET /schemas/ids/1')).toEqual({ schema, guid, ts: 1_700_000_000_000 });
    expect(await body('GET /schemas/ids/1?subject=s')).toMatchObject({ schema, subject: 's', version: 1 });
  });

  it('is still found when its version is deleted, and gone after a permanent delete', async () => {
    await ask(registry, 'POST /subjects/s/versions', a);
    await ask(registry, 'DELETE /subjects/s');
    expect(await body('GET /schemas/ids/1')).toMatchObject({ schema: a['schema'], deleted: true });
    await ask(registry, 'DELETE /subjects/s?permanent=true');
    expect(await body('GET /schemas/ids/1')).toEqual({ error_code: 40403, message: 'Schema 1 not found' });
    expect(await body('GET /schemas/ids/-7')).toEqual({ error_code: 40403, message: 'Schema -7 not found' });
  });

  it('keeps an id for one schema for ever', async () => {
    const first = await askFor(registry, 'POST /subjects/s/versions', a);
    await ask(registry, 'DELETE /subjects/s');
    await ask(registry, 'DELETE /subjects/s?permanent=true');
    expect((await askFor(registry, 'POST /subjects/s/versions', b))['id']).toBe(2);
    expect((await askFor(registry, 'POST /subjects/s/versions', a))['id']).toBe(3);
    expect(await body(`GET /schemas/guids/${first['guid']}/ids`)).toEqual([{ context: '.', id: 3 }]);
  });

  it('is looked for in the context of the subject, or in all where the subject names none', async () => {
    await ask(registry, 'POST /subjects/plain/versions', a);
    await ask(registry, 'POST /subjects/:.ctx:orders/versions', b);
    expect(await body('GET /schemas/ids/1')).toMatchObject({ schema: a['schema'] });
    expect(await body('GET /schemas/ids/1?subject=:.ctx:')).toMatchObject({ schema: b['schema'] });
    expect(await body('GET /schemas/ids/1?subject=orders')).toMatchObject({ schema: b['schema'] });
    expect(await body('GET /schemas/ids/1?subject=elsewhere')).toMatchObject({ schema: a['schema'] });
    expect(await body('GET /contexts')).toEqual(['.', '.ctx']);
    expect(await body('GET /contexts?contextPrefix=.c')).toEqual(['.ctx']);
  });

  it('lists where it is used', async () => {
    await ask(registry, 'POST /subjects/t/versions', b);
    await ask(registry, 'POST /subjects/t/versions', a);
    await ask(registry, 'POST /subjects/s/versions', a);
    expect(await body('GET /schemas/ids/2/versions')).toEqual([
      { subject: 's', version: 1 },
      { subject: 't', version: 2 },
    ]);
    expect(await body('GET /schemas/ids/2/subjects?limit=1')).toEqual(['s']);
    expect((await ask(registry, 'GET /schemas/ids/9/versions')).status).toBe(404);
  });
});

describe('a guid', () => {
  it('is the same for the same schema in every registry and context', async () => {
    const here = await askFor(registry, 'POST /subjects/s/versions', a);
    const there = await askFor(createRegistry({ store: memoryStore() }), 'POST /subjects/:.x:t/versions', a);
    expect(there['guid']).toBe(here['guid']);
    expect(await body(`GET /schemas/guids/${here['guid']}`)).toMatchObject({ schema: a['schema'] });
    expect((await ask(registry, 'GET /schemas/guids/none')).status).toBe(404);
  });
});

describe('the list of schemas', () => {
  it('shows one context by prefix, all with :*:, and only the newest where asked', async () => {
    await ask(registry, 'POST /subjects/orders/versions', a);
    await ask(registry, 'POST /subjects/orders/versions', b);
    await ask(registry, 'POST /subjects/:.ctx:orders/versions', a);
    expect(await body('GET /schemas?latestOnly=true')).toMatchObject([{ subject: 'orders', version: 2 }]);
    expect(await body('GET /schemas?subjectPrefix=:*:ord&latestOnly=true')).toMatchObject([
      { subject: ':.ctx:orders', version: 1 },
      { subject: 'orders', version: 2 },
    ]);
    expect(await body('GET /schemas?subjectPrefix=pay')).toEqual([]);
    expect(await body('GET /schemas?offset=1&limit=5')).toMatchObject([{ version: 2 }]);
  });
});

describe('the list of schemas', () => {
  it('with aliases also tells of subjects that are known by an alias with the prefix', async () => {
    await ask(registry, 'POST /subjects/orders/versions', a);
    await ask(registry, 'POST /subjects/altered/versions', b);
    await ask(registry, 'PUT /config/alias2', { alias: 'orders' });
    await ask(registry, 'PUT /config/alias1', { alias: 'orders' });
    expect(await body('GET /schemas?subjectPrefix=alias')).toEqual([]);
    const listed = await body('GET /schemas?subjectPrefix=al&aliases=true');
    expect(listed).toMatchObject([{ subject: 'altered' }, { subject: 'orders', aliases: ['alias1', 'alias2'] }]);
    expect(listed).not.toHaveProperty([0, 'aliases']);
  });

  it('by the type of a rule tells of versions that have one, and of the latest only where asked', async () => {
    const rule = { name: 'r', mode: 'WRITE', type: 'CEL' };
    await ask(registry, 'POST /subjects/s/versions', { ...a, ruleSet: { domainRules: [rule] } });
    const other = { ...a, ruleSet: { domainRules: [{ ...rule, type: 'ENCRYPT' }] } };
    await ask(registry, 'POST /subjects/s/versions', other);
    expect(await body('GET /schemas?ruleType=CEL')).toMatchObject([{ version: 1 }]);
    expect(await body('GET /schemas?ruleType=CEL&latestOnly=true')).toEqual([]);
    expect(await body('GET /schemas?ruleType=ENCRYPT&latestOnly=true')).toMatchObject([{ version: 2 }]);
  });
});

describe('references in a context', () => {
  it('are told as they were sent, or with the context where that is asked for', async () => {
    const money = '{"type":"record","name":"Money","namespace":"shop","fields":[]}';
    await ask(registry, 'POST /subjects/:.eu:money/versions', { schema: money });
    const references = [{ name: 'shop.Money', subject: 'money', version: 1 }];
    await ask(registry, 'POST /subjects/:.eu:bill/versions', { schema: '["null","shop.Money"]', references });
    const qualified = [{ name: 'shop.Money', subject: ':.eu:money', version: 1 }];
    const paths = ['/subjects/:.eu:bill/versions/1?', '/schemas/ids/2?subject=:.eu:bill&'];
    for (const path of paths) {
      expect(await body(`GET ${path}`)).toMatchObject({ references });
      expect(await body(`GET ${path}referenceFormat=qualified`)).toMatchObject({ references: qualified });
    }
  });
});

describe('a form that is asked for', () => {
  it('is that of every answer with a schema, and an unknown one is ignored', async () => {
    await ask(registry, 'POST /subjects/unit/versions', { schema: '{"type":"fixed","name":"Unit","size":1}' });
    const bill = { schema: '["null","Unit"]', references: [{ name: 'Unit', subject: 'unit', version: 1 }] };
    const resolved = '["null",{"type":"fixed","name":"Unit","size":1}]';
    const lines = [
      'POST /subjects/bill/versions',
      'POST /subjects/bill',
      'GET /subjects/bill/versions/1',
      'GET /schemas/ids/2',
    ];
    for (const line of lines) {
      const sent = line.startsWith('POST') ? bill : undefined;
      expect(await askFor(registry, `${line}?format=resolved`, sent)).toMatchObject({ schema: resolved });
      expect(await askFor(registry, `${line}?format=serialized`, sent)).toMatchObject({ schema: bill.schema });
    }
  });
});
