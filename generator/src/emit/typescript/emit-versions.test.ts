import { resolveSchemas } from '@eventwright/avro';
import { describe, expect, it } from 'vitest';
import type { Channel, Message, SchemaFile } from '../../model/contract-model.ts';
import { emitTypeScript } from './index.ts';

const position = { file: 'a.yaml', line: 1, column: 1 };

/** Versions of one record, `count` of them, which had another name once. */
function versionsOf(name: string, count: number): readonly SchemaFile[] {
  const versions: SchemaFile[] = [];
  for (let version = 1; version <= count; version += 1) {
    const file = `${name}.v${version}.avsc`;
    const fields = [{ name: `f${version}`, type: 'int', default: 0 }];
    const text = JSON.stringify({ type: 'record', name, aliases: ['Former'], fields });
    const { schemas, types } = resolveSchemas([{ file, text }]);
    const schema = schemas.get(file);
    if (schema === undefined) throw new TypeError(`${file} is no schema`);
    versions.push({ name, version, file, schema, types: types.get(file) ?? [], versions });
  }
  return versions;
}

const openWireFormat: Message['wire'] = {
  contentType: undefined,
  schemaFormat: undefined,
  correlationId: undefined,
  schemaIdLocation: undefined,
  schemaIdPayloadEncoding: undefined,
  schemaLookupStrategy: undefined,
};

function messageOf(payload: SchemaFile, key: SchemaFile): Message {
  const texts = { name: 'Note', title: 'Note', description: '', owner: undefined, deprecated: undefined };
  return {
    ...texts,
    payload,
    key,
    headers: [],
    wire: openWireFormat,
    isError: false,
    publicFields: undefined,
    examples: [],
    position,
  };
}

/** What is generated for a message with three versions that names one of them, on a channel of its own. */
function emit(named: number, config: Channel['config'] = {}): ReadonlyMap<string, string> {
  const versions = versionsOf('t.Note', 3);
  const [key] = versionsOf('t.NoteKey', 1);
  const payload = versions[named - 1];
  if (key === undefined || payload === undefined) throw new TypeError(`no version ${named}`);
  const message = messageOf(payload, key);
  const numbers = { partitions: 1, replicas: 1, compatibility: 'BACKWARD' as const };
  const channel: Channel = {
    address: 'notes',
    parameters: [],
    description: '',
    owner: undefined,
    messages: [message],
    servers: [],
    config,
    position,
    ...numbers,
  };
  const operations = (['send', 'receive'] as const).map((action) => {
    const nothing = { summary: '', reply: undefined, failurePolicy: undefined };
    return { id: action, action, channel, messages: [message], group: 'app', ...nothing, position };
  });
  const texts = { name: 'app', title: 'App', version: '1.0.0', description: '', owner: undefined };
  const applications = [
    {
      ...texts,
      versionPosition: position,
      contact: undefined,
      tags: [],
      defaultContentType: undefined,
      servers: [],
      operations,
      position,
    },
  ];
  const model = { applications, channels: [channel], messages: [message], schemas: [...versions, key] };
  return new Map(emitTypeScript(model, { importExtension: '.ts' }).map(({ path, text }) => [path, text]));
}

describe('a message of several versions', () => {
  it('has a module with all of them up to the one that it names', () => {
    const text = emit(2).get('messages/note.versions.ts');
    expect(text).toContain('MessageVersions<Note, NoteKey, NoteHeaders, readonly [typeof NoteV1, typeof NoteV2]>');
    expect(text).toContain('schemas: [\n    NoteV1,\n    NoteV2,\n  ],');
    expect(emit(3).get('messages/note.versions.ts')).toContain('    NoteV3,\n');
  });

  it('can be sent as an older one, which its client knows by type only', () => {
    const files = emit(3);
    expect(files.get('messages/note.ts')).toContain('export type NotePinned = Pinned<NoteV1Input | NoteV2Input>;');
    expect(files.get('messages/note.ts')).toContain("import type { NoteV1Input } from '../schemas/t/note.v1.ts';");
    expect(files.get('app.ts')).toContain('readonly note: Send<NoteInput | NotePinned, NoteKeyInput, NoteHeaders>;');
  });

  it('has none of it where it names the first', () => {
    const files = emit(1);
    expect(files.has('messages/note.versions.ts')).toBe(false);
    expect(files.get('messages/note.ts')).not.toContain('Pinned');
  });

  it('carries version and former names with the schema', () => {
    const text = emit(3).get('schemas/t/note.v2.ts');
    expect(text).toContain('export const NoteV2: Schema<NoteV2, NoteV2Input, 2> = {');
    expect(text).toContain("  aliases: ['t.Former'],\n");
  });
});

describe('a message of a compacted channel', () => {
  it.each(['compact', 'delete,compact', 'compact, delete'])('may be a tombstone: %s', (policy) => {
    const files = emit(3, { 'cleanup.policy': policy });
    expect(files.get('messages/note.ts')).toContain('Message<Note | null, NoteInput | null, NoteKey');
    expect(files.get('messages/note.ts')).toContain('  tombstones: true,\n');
    expect(files.get('messages/note.versions.ts')).toContain('MessageVersions<Note | null, ');
    expect(files.get('app.ts')).toContain('Send<NoteInput | NotePinned | null, ');
    expect(files.get('app.ts')).toContain('Handler<Note | null, ');
  });

  it.each([{}, { 'cleanup.policy': 'delete' }])('may not elsewhere: %o', (config) => {
    const texts = [...emit(3, config).values()].join('\n');
    expect(texts).not.toContain('tombstones: true');
    expect(texts).not.toContain('| null');
  });
});
