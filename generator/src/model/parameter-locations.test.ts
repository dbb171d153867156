import { parseSchemaText } from '@eventwright/avro';
import { describe, expect, it } from 'vitest';
import type { Channel, Message, Parameter } from './contract-model.ts';
import { locationProblem, parameterLocations } from './parameter-locations.ts';

const position = { file: 'orders.yaml', line: 1, column: 1 };

const record = (name: string, fields: readonly object[]): object => ({ type: 'record', name, fields });
const address = record('Address', [{ name: 'country', type: 'string', default: 'SE' }]);

const schema = parseSchemaText(
  JSON.stringify(
    record('Order', [
      { name: 'orderId', type: { type: 'string', logicalType: 'uuid' } },
      { name: 'region', type: { type: 'enum', name: 'Region', symbols: ['eu', 'us'] }, default: 'us' },
      { name: 'note', type: ['null', 'string'], default: null },
      { name: 'either', type: ['string', 'int'] },
      { name: 'count', type: 'int' },
      { name: 'to', type: address },
      { name: 'from', type: 'Address', default: { country: 'NO' } },
    ]),
  ),
);

const header = (name: string, type: 'string' | 'integer') =>
  ({ name, type, description: '', required: false, values: [], position }) as const;

/** As far as locations go. */
const message: Pick<Message, 'name' | 'payload' | 'headers'> = {
  name: 'Order',
  payload: { name: 'Order', version: 1, file: 'order.avsc', schema, types: [], versions: [] },
  headers: [header('tenant', 'string'), header('size', 'integer')],
};

const parameter = (location: string | undefined): Parameter => ({
  name: 'place',
  description: '',
  values: undefined,
  default: undefined,
  examples: [],
  location,
  position,
});

const found = (location: string) =>
  parameterLocations({ parameters: [parameter(location)] }, message).map(({ parameter: _, ...place }) => place);

describe('the location of a parameter', () => {
  it.each([
    ['$message.payload#/orderId', { in: 'value', path: ['orderId'], default: undefined }],
    ['$message.payload#/region', { in: 'value', path: ['region'], default: 'us' }],
    ['$message.payload#/note', { in: 'value', path: ['note'], default: undefined }],
    ['$message.payload#/to/country', { in: 'value', path: ['to', 'country'], default: 'SE' }],
    ['$message.header#/tenant', { in: 'headers', path: ['tenant'], default: undefined }],
  ])('is found: %s', (location, place) => {
    expect(found(location)).toEqual([place]);
    expect(locationProblem(parameter(location), message)).toBeUndefined();
  });

  it.each([
    ['$message.payload#/place', 'is no field of Order'],
    ['$message.payload#/count', 'is a field of Order that is no string and no enum'],
    ['$message.payload#/either', 'is a field of Order that is no string and no enum'],
    ['$message.payload#/to', 'is a field of Order that is no string and no enum'],
    ['$message.payload#/from/country', 'leads through a field of Order that has a default'],
    ['$message.payload#/orderId/0', 'is no field of Order'],
    ['$message.header#/tennant', 'is no header that Order has of its own'],
    ['$message.header#/tenant/0', 'is no header that Order has of its own'],
    ['$message.header#/size', 'is a header of Order that is no string'],
    ['$message.key#/region', 'is no $message.payload#/<field> and no $message.header#/<header>'],
    ['$message.payload#/', 'is no $message.payload#/<field> and no $message.header#/<header>'],
    ['region', 'is no $message.payload#/<field> and no $message.header#/<header>'],
  ])('leads nowhere: %s', (location, problem) => {
    expect(locationProblem(parameter(location), message)).toBe(problem);
    expect(found(location)).toEqual([]);
  });

  it('may be missing', () => {
    const channel: Pick<Channel, 'parameters'> = { parameters: [parameter(undefined)] };
    expect(parameterLocations(channel, message)).toEqual([]);
    expect(locationProblem(parameter(undefined), message)).toBeUndefined();
  });
});
