import type { JsonObject } from '@eventwright/avro';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRegistry, type Registry } from '../../registry.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { ask, eventWith, field } from '../../testing/ask.ts';

let registry: Registry;

beforeEach(() => {
  registry = createRegistry({ store: memoryStore() });
});

const register = (body: JsonObject): ReturnType<typeof ask> => ask(registry, 'POST /subjects/s/versions', body);
const check = (body: JsonObject, version = '/latest'): ReturnType<typeof ask> =>
  ask(registry, `POST /compatibility/subjects/s/versions${version}?verbose=true`, body);

const old = '{"type":"record","name":"Event","fields":[{"name":"id","type":"string"}]}';
const missing = (reader: string, writer: string, name: string, index: number): string =>
  `{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field '${name}' at path '/fields/${index}' in the ${reader} schema has no default value and is missing in the ${writer} schema', additionalInfo:'${name}'}`;

describe('a compatibility check', () => {
  it('tells every reason, the version it looked at and the level', async () => {
    await register(eventWith(field('id')));
    expect((await check(eventWith(field('id'), field('x'), field('y')))).body).toEqual({
      is_compatible: false,
      messages: [
        missing('new', 'old', 'x', 1),
        missing('new', 'old', 'y', 2),
        '{oldSchemaVersion: 1}',
        `{oldSchema: '${old}'}`,
        "{validateFields: 'false', compatibility: 'BACKWARD'}",
      ],
    });
  });

  it('looks both ways under FULL, and shows the old version where the new one cannot read it', async () => {
    await register(eventWith(field('id')));
    await ask(registry, 'PUT /config', { compatibility: 'FULL' });
    expect((await check(eventWith(field('x')))).body).toMatchObject({
      messages: [missing('old', 'new', 'id', 0), missing('new', 'old', 'x', 0), '{oldSchemaVersion: 1}', {}, {}].map(
        (said) => (typeof said === 'string' ? said : expect.any(String)),
      ),
    });
    expect((await check(eventWith())).body).toEqual({
      is_compatible: false,
      messages: [missing('old', 'new', 'id', 0), "{validateFields: 'false', compatibility: 'FULL'}"],
    });
  });

  it('gives no messages unless asked, and none where all is well', async () => {
    await register(eventWith(field('id')));
    const quiet = await ask(registry, 'POST /compatibility/subjects/s/versions/1', eventWith(field('x')));
    expect(quiet.body).toEqual({ is_compatible: false });
    expect((await check(eventWith(field('id')))).body).toEqual({ is_compatible: true, messages: [] });
  });

  it('tells what is wrong with an invalid schema as a message where messages are wanted', async () => {
    const invalid = { schema: '{"type":"record","name":"R","fields":[{"name":"a","type":"unknown"}]}' };
    expect((await check(invalid)).body).toMatchObject({
      is_compatible: false,
      messages: [expect.stringContaining('/fields/0/type AVRO_NAME_UNRESOLVED')],
    });
    const quiet = await ask(registry, 'POST /compatibility/subjects/s/versions/latest', invalid);
    expect(quiet).toMatchObject({ status: 422, body: { error_code: 42201 } });
  });

  it('does not look at versions that are deleted', async () => {
    await register(eventWith(field('a')));
    await ask(registry, 'DELETE /subjects/s/versions/1');
    expect((await check(eventWith(field('b')), '')).body).toMatchObject({ is_compatible: true });
    expect((await check(eventWith(field('b')), '/1')).status).toBe(404);
  });

  it('compares within a compatibility group only', async () => {
    const major = (value: string): JsonObject => ({ metadata: { properties: { major: value } } });
    await ask(registry, 'PUT /config', { compatibilityGroup: 'major', compatibility: 'BACKWARD_TRANSITIVE' });
    await register({ ...eventWith(field('a')), ...major('1') });
    expect((await register({ ...eventWith(field('b')), ...major('1') })).status).toBe(409);
    expect((await register({ ...eventWith(field('b')), ...major('2') })).status).toBe(200);
    expect((await register({ ...eventWith(field('c')), ...major('2') })).status).toBe(409);
    expect((await register({ ...eventWith(field('a'), { ...field('z'), default: '' }), ...major('1') })).status).toBe(
      200,
    );
  });

  it('keeps names free that the metadata reserve, where that is configured', async () => {
    const reserving = (names: string): JsonObject => ({ metadata: { properties: { 'confluent:reserved': names } } });
    await ask(registry, 'PUT /config', { validateFields: true, compatibility: 'NONE' });
    await register({ ...eventWith(field('a')), ...reserving('x, y') });
    const taken = (await check({ ...eventWith(field('x')), ...reserving('x,y') }, '')).body;
    expect(taken).toMatchObject({ messages: [expect.stringContaining('reserved field x'), expect.any(String)] });
    const removed = (await check({ ...eventWith(field('a')), ...reserving('x') }, '')).body;
    expect(removed).toMatchObject({
      messages: [expect.stringContaining('reserved field y removed'), expect.any(String)],
    });
    expect((await check({ ...eventWith(field('a')), ...reserving('y,x,z') }, '')).body).toMatchObject({
      is_compatible: true,
    });
  });

  it('shortens a long old schema', async () => {
    await register(eventWith({ ...field('id'), doc: 'x'.repeat(20_000) }));
    const { body } = await check(eventWith(field('new')));
    expect(JSON.stringify(body)).toContain("{oldSchema: <truncated> '");
    expect(JSON.stringify(body).length).toBeLessThan(12_000);
  });
});
