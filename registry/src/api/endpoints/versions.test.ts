import { beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, type Registry } from '../../registry.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { ask, askFor, eventWith, field } from '../../testing/ask.ts';

let registry: Registry;

beforeEach(() => {
  registry = createRegistry({ store: memoryStore(), compatibility: 'NONE' });
});

const body = async (line: string): Promise<unknown> => (await ask(registry, line)).body;

const money = {
  schema: '{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"cents","type":"long"}]}',
};
const billText = '{"type":"record","name":"Bill","namespace":"shop","fields":[{"name":"sum","type":"Money"}]}';
const inlined =
  '{"type":"record","name":"Bill","namespace":"shop","fields":[{"name":"sum","type":{"type":"record","name":"Money","fields":[{"name":"cents","type":"long"}]}}]}';
const reference = { name: 'shop.Money', subject: 'money', version: 1 };
const bill = { schema: billText, references: [reference] };

describe('registering', () => {
  it('stores the canonical text and keeps numbers to the digit', async () => {
    const schema =
      '{"name":"E","fields":[{"default":9007199254740993,"type":"long","name":"a"},{"name":"b","type":"double","default":1.0}],"type":"record"}';
    await ask(registry, 'POST /subjects/s/versions', { schema });
    expect(await body('GET /subjects/s/versions/1/schema')).toBe(
      '{"type":"record","name":"E","fields":[{"name":"a","type":"long","default":9007199254740993},{"name":"b","type":"double","default":1.0}]}',
    );
  });

  it('answers with the version that is there for a schema written in another way', async () => {
    const first = await askFor(registry, 'POST /subjects/s/versions', { schema: '{"type":"string","x":1,"y":2}' });
    const same = await askFor(registry, 'POST /subjects/s/versions', {
      schema: '{ "y": 2, "x": 1, "type": "string" }',
    });
    expect(same).toEqual(first);
  });

  it('refuses an empty subject and a first version without a schema', async () => {
    expect(await ask(registry, 'POST /subjects//versions', money)).toMatchObject({
      status: 422,
      body: { error_code: 42208 },
    });
    expect(await ask(registry, 'POST /subjects/s/versions', {})).toMatchObject({
      status: 422,
      body: { error_code: 42201 },
    });
  });

  it('lists the problems of an invalid schema with their places', async () => {
    const schema = '{"type":"record","name":"1R","fields":[{"name":"a","type":"int","default":"x"}]}';
    const refused = await ask(registry, 'POST /subjects/s/versions', { schema });
    expect(refused).toMatchObject({
      status: 422,
      body: { message: expect.stringMatching(/NAME_INVALID.*DEFAULT_INVALID/) },
    });
  });

  it('refuses rules that cannot work', async () => {
    const rule = { name: 'r', type: 'CEL', mode: 'WRITE' };
    const refusedRules = [
      { domainRules: [rule, rule] },
      { migrationRules: [rule] },
      { domainRules: [{ ...rule, name: '1 x' }] },
      { domainRules: [{ name: 'r', mode: 'WRITE' }] },
    ];
    for (const ruleSet of refusedRules) {
      const refused = await ask(registry, 'POST /subjects/s/versions', { ...money, ruleSet });
      expect(refused).toMatchObject({ status: 422, body: { error_code: 42210 } });
    }
    const ruleSet = { domainRules: [rule] };
    expect(await askFor(registry, 'POST /subjects/s/versions', { ...money, ruleSet })).toMatchObject({ ruleSet });
  });
});

describe('references', () => {
  beforeEach(async () => {
    await ask(registry, 'POST /subjects/money/versions', money);
  });

  it('are kept as names, and inlined where the resolved form is asked for', async () => {
    await ask(registry, 'POST /subjects/bill/versions', bill);
    expect(await body('GET /subjects/bill/versions/1')).toMatchObject(bill);
    expect(await body('GET /subjects/bill/versions/1?format=resolved')).toMatchObject({ schema: inlined });
    expect(await body('GET /schemas/ids/2/schema?format=resolved')).toBe(inlined);
  });

  it('are found again when the schema is sent with the types inlined', async () => {
    await ask(registry, 'POST /subjects/bill/versions', bill);
    const found = await ask(registry, 'POST /subjects/bill', { schema: inlined });
    expect(found.body).toMatchObject({ id: 2, version: 1 });
    expect(await askFor(registry, 'POST /subjects/bill/versions', { schema: inlined })).toMatchObject({ id: 2 });
  });

  it('to the latest version are kept with its number', async () => {
    await ask(registry, 'POST /subjects/bill/versions', { ...bill, references: [{ ...reference, version: -1 }] });
    expect(await body('GET /subjects/bill/versions/1')).toMatchObject({ references: [reference] });
  });

  it('are taken in account by the compatibility check', async () => {
    await ask(registry, 'PUT /config', { compatibility: 'BACKWARD' });
    await ask(registry, 'POST /subjects/bill/versions', bill);
    const changed = { schema: money.schema.replace('"long"', '"string"') };
    await ask(registry, 'POST /subjects/money/versions?force=true', changed);
    const next = { ...bill, references: [{ ...reference, version: 2 }] };
    const refused = await ask(registry, 'POST /subjects/bill/versions', next);
    expect(refused).toMatchObject({ status: 409, body: { message: expect.stringContaining('TYPE_MISMATCH') } });
  });

  it('keep what they point to from being deleted, and are listed there', async () => {
    await ask(registry, 'POST /subjects/bill/versions', bill);
    expect(await body('GET /subjects/money/versions/1/referencedby')).toEqual([2]);
    for (const path of ['/subjects/money', '/subjects/money/versions/1']) {
      expect(await ask(registry, `DELETE ${path}`)).toMatchObject({ status: 422, body: { error_code: 42206 } });
    }
    await ask(registry, 'DELETE /subjects/bill');
    expect(await body('GET /subjects/money/versions/1/referencedby')).toEqual([]);
    expect((await ask(registry, 'DELETE /subjects/money')).status).toBe(200);
    expect(await body('GET /subjects/money/versions/1/referencedby?deleted=true')).toEqual([2]);
  });

  it('point into the context of the schema that has them', async () => {
    const elsewhere = await ask(registry, 'POST /subjects/:.ctx:bill/versions', bill);
    expect(elsewhere).toMatchObject({ status: 422, body: { message: expect.stringContaining(':.ctx:money') } });
    await ask(registry, 'POST /subjects/:.ctx:money/versions', money);
    expect((await ask(registry, 'POST /subjects/:.ctx:bill/versions', bill)).status).toBe(200);
    expect((await ask(registry, 'DELETE /subjects/money')).status).toBe(200);
    expect((await ask(registry, 'DELETE /subjects/:.ctx:money')).status).toBe(422);
  });
});

describe('versions', () => {
  it('are listed without, with and by the deleted ones', async () => {
    for (const name of ['a', 'b', 'c']) await ask(registry, 'POST /subjects/s/versions', eventWith(field(name)));
    await ask(registry, 'DELETE /subjects/s/versions/2');
    expect(await body('GET /subjects/s/versions')).toEqual([1, 3]);
    expect(await body('GET /subjects/s/versions?deletedAsNegative=true')).toEqual([1, -2, 3]);
    expect(await body('GET /subjects/s/versions/-1')).toMatchObject({ version: 3 });
  });

  it.each(['0', '-2', '2147483648', 'first', '1.0', ''])('cannot be numbered %j', async (number) => {
    await ask(registry, 'POST /subjects/s/versions', money);
    const refused = await ask(registry, `GET /subjects/s/versions/${number}/schema`);
    expect(refused).toMatchObject({ status: 422, body: { error_code: 42202 } });
  });

  it('are found in another context where no context is named', async () => {
    await ask(registry, 'POST /subjects/:.ctx:s/versions', money);
    expect(await body('GET /subjects/s/versions/1')).toMatchObject({ subject: ':.ctx:s' });
    expect((await ask(registry, 'POST /subjects/s', money)).body).toMatchObject({ subject: ':.ctx:s' });
  });
});

describe('metadata', () => {
  it('make a version of their own, are passed on, and find the latest that has them', async () => {
    const owned = (owner: string): object => ({
      ...money,
      metadata: { properties: { owner }, tags: { '**.cents': ['PII'] } },
    });
    expect(await askFor(registry, 'POST /subjects/s/versions', { ...owned('a') })).toMatchObject({ id: 1 });
    expect(await askFor(registry, 'POST /subjects/s/versions', { ...owned('b') })).toMatchObject({ id: 2 });
    expect(
      await askFor(registry, 'POST /subjects/s/versions', { schema: billText.replace('Money', 'int') }),
    ).toMatchObject({
      id: 3,
      metadata: { properties: { owner: 'b' } },
    });
    expect(await body('GET /subjects/s/metadata?key=owner&value=a')).toMatchObject({ version: 1 });
    expect(await body('GET /subjects/s/metadata?key=owner&value=b')).toMatchObject({ version: 3 });
    expect(await body('GET /subjects/s/metadata?key=owner&value=c')).toMatchObject({ error_code: 40403 });
    expect(await body('GET /subjects/none/metadata?key=owner&value=c')).toMatchObject({ error_code: 40401 });
  });
});
