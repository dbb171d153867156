import { describe, expect, it } from 'vitest';
import { temporaryProject } from '../../test/temporary-project.ts';
import { referrerText } from '../model/finding.ts';
import { withReferrers } from './find-referrers.ts';
import { loadDocument } from './load-document.ts';

type Files = Readonly<Record<string, string>>;

/** Who refers to a place, a text for each. */
async function referrersOf(files: Files, place: { file: string; at: string }): Promise<readonly string[]> {
  const document = await loadDocument({ root: await temporaryProject(files), contracts: 'asyncapi' });
  const lines = (files[place.file] ?? '').split('\n');
  const line = lines.findIndex((text) => text.includes(place.at));
  const position = { file: place.file, line: line + 1, column: (lines[line] ?? '').indexOf(place.at) + 1 };
  const [found] = withReferrers(document, [
    { ruleId: 'ANY', severity: 'error', message: 'Anything.', position, related: [] },
  ]);
  return (found?.referencedFrom ?? []).map(({ position, ...referrer }) =>
    referrerText(referrer, `${position.file}:${position.line}:${position.column}`),
  );
}

const document = (channels: string): string => `asyncapi: 3.1.0\nchannels:\n${channels}`;
const message = (schema: string): string =>
  `payload: { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: ${schema} } }`;
const record = (name: string, type: string): string =>
  `{ "type": "record", "name": "${name}", "namespace": "shop", "fields": [{ "name": "a", "type": ${type} }] }`;

describe('withReferrers', () => {
  it('follows a chain of files up to the application document', async () => {
    const files = {
      'asyncapi/orders.yaml': document('  orders: { $ref: ./channels/orders.yaml }'),
      'asyncapi/channels/orders.yaml': 'address: orders\nmessages:\n  Placed: { $ref: ../messages/placed.yaml }',
      'asyncapi/messages/placed.yaml': message('../placed.avsc'),
      'asyncapi/placed.avsc': record('Placed', '"strnig"'),
    };
    expect(await referrersOf(files, { file: 'asyncapi/placed.avsc', at: '"strnig"' })).toEqual([
      'referenced from asyncapi/messages/placed.yaml:1:85',
      'referenced from asyncapi/channels/orders.yaml:3:19, message Placed',
      'referenced from asyncapi/orders.yaml:3:19, channel orders',
    ]);
  });

  it('follows Avro names where no reference leads to a schema', async () => {
    const files = {
      'asyncapi/orders.yaml': document(`  orders: { messages: { Placed: { ${message('./placed.avsc')} } } }`),
      'asyncapi/placed.avsc': record('Placed', '["null", { "type": "array", "items": "Money" }]'),
      'asyncapi/money.avsc': record('Money', '"strnig"'),
    };
    expect(await referrersOf(files, { file: 'asyncapi/money.avsc', at: '"strnig"' })).toEqual([
      'referenced from asyncapi/placed.avsc:1:131, shop.Placed',
      'referenced from asyncapi/orders.yaml:3:119, message Placed',
    ]);
  });

  it('takes the reference to the part of a file that holds the place', async () => {
    const files = {
      'asyncapi/orders.yaml': document(
        '  first: { $ref: ./channels.yaml#/first }\n  second: { $ref: ./channels.yaml#/second }',
      ),
      'asyncapi/channels.yaml': 'first:\n  address: a\nsecond:\n  address: b\n',
    };
    expect(await referrersOf(files, { file: 'asyncapi/channels.yaml', at: 'address: b' })).toEqual([
      'referenced from asyncapi/orders.yaml:4:19, channel second',
    ]);
  });

  it('says that it is a key, and how many others refer there', async () => {
    const key = 'key: { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: ./id.avsc } }';
    const messages = ['A', 'B', 'C'].map((name) => `      ${name}: { bindings: { kafka: { ${key} } } }\n`).join('');
    const files = {
      'asyncapi/orders.yaml': document(`  orders:\n    messages:\n${messages}`),
      'asyncapi/id.avsc': record('Id', '"strnig"'),
    };
    expect(await referrersOf(files, { file: 'asyncapi/id.avsc', at: '"strnig"' })).toEqual([
      'referenced from asyncapi/orders.yaml:5:113, key of message A, and from 2 other places',
    ]);
  });

  it('finds who refers to a file that cannot be parsed', async () => {
    const files = {
      'asyncapi/orders.yaml': document('  orders: { $ref: ./channel.yaml#/orders }'),
      'asyncapi/channel.yaml': 'orders: [',
    };
    expect(await referrersOf(files, { file: 'asyncapi/channel.yaml', at: '[' })).toEqual([
      'referenced from asyncapi/orders.yaml:3:19, channel orders',
    ]);
  });

  it('ends where files refer to each other', async () => {
    const files = {
      'asyncapi/orders.yaml': document('  orders: {}'),
      'asyncapi/one.avsc': record('One', '"Two"'),
      'asyncapi/two.avsc': record('Two', '"One"'),
    };
    expect(await referrersOf(files, { file: 'asyncapi/one.avsc', at: '"Two"' })).toEqual([
      'referenced from asyncapi/two.avsc:1:91, shop.Two',
    ]);
  });

  it('says nothing of a place in an application document', async () => {
    const files = { 'asyncapi/orders.yaml': document("  a: {}\n  b: { $ref: '#/channels/a' }") };
    expect(await referrersOf(files, { file: 'asyncapi/orders.yaml', at: 'a: {}' })).toEqual([]);
  });
});
