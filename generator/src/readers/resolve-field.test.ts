import { describe, expect, it } from 'vitest';
import type { GeneratedMessage } from './generated-contract.ts';
import type { GeneratedRecord } from './generated-records.ts';
import { resolveField } from './resolve-field.ts';

function record(name: string, fields: Readonly<Record<string, readonly GeneratedRecord[]>>): GeneratedRecord {
  return { id: name, name, fields: new Map(Object.entries(fields)) };
}

const money = record('Money', { amount: [], currency: [] });
const children: GeneratedRecord[] = [];
const tree = record('Tree', { label: [], children });
children.push(tree);
const messages: readonly GeneratedMessage[] = [
  {
    name: 'OrderPlaced',
    roots: [
      { part: 'value', record: record('OrderPlacedV2', { total: [money], tree: [tree] }) },
      { part: 'value', record: record('OrderPlacedV1', { remark: [] }) },
      { part: 'key', record: record('OrderKey', { region: [] }) },
      { part: 'headers', record: record('OrderPlacedHeaders', { 'sales.channel': [] }) },
    ],
  },
];

describe('resolveField', () => {
  it.each([
    ['OrderPlaced', { part: 'value', path: '' }],
    ['OrderPlaced.total.currency', { part: 'value', path: 'total.currency' }],
    ['OrderPlaced.remark', { part: 'value', path: 'remark' }],
    ['OrderPlaced#key.region', { part: 'key', path: 'region' }],
    ['OrderPlaced#headers.sales.channel', { part: 'headers', path: 'sales.channel' }],
    ['OrderPlaced.tree.children.children.label', { part: 'value', path: 'tree.label' }],
  ])('%s', (text, field) => {
    expect(resolveField(text, messages)).toEqual({ kind: 'found', field: { message: 'OrderPlaced', ...field } });
  });

  it.each([
    ['OrderPlacd', "There is no message 'OrderPlacd'.", "Did you mean 'OrderPlaced'?"],
    ['OrderPlaced.totl', "There is no field 'totl' in OrderPlaced.", "Did you mean 'total'?"],
    ['OrderPlaced.total.curency', "There is no field 'curency' in OrderPlaced.total.", "Did you mean 'currency'?"],
    ['OrderPlaced.remark.x', "There is no field 'x' in OrderPlaced.remark.", undefined],
    ['OrderPlaced#key.regoin', "There is no field 'regoin' in OrderPlaced#key.", "Did you mean 'region'?"],
    ['OrderPlaced#body', "There is no message 'OrderPlaced#body'.", expect.anything()],
    ['', "There is no message ''.", expect.anything()],
  ])('refuses %s', (text, message, help) => {
    expect(resolveField(text, messages)).toEqual({ kind: 'unknown', message, help });
  });
});
