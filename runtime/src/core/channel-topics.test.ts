import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel } from './application.ts';
import { channelTopics, topicFor, topicsOf } from './channel-topics.ts';
import { ordersChannel } from './testing/orders-application.ts';
import { notes, parcels } from './testing/regional-application.ts';

const names = (channels: readonly Channel[]): readonly string[] => channels.map(({ topic }) => topic);

describe('topicFor', () => {
  it('puts each parameter into its place in the address', () => {
    expect(topicFor(parcels, { size: 'large', region: 'us' })).toBe('parcels.us.large');
    expect(topicFor(notes, { tenant: 'acme-2.x_y' })).toBe('notes.acme-2.x_y');
    expect(topicFor(ordersChannel, {})).toBe('shop.orders');
  });

  it('puts a value in as it is, also where it looks like a parameter or a pattern', () => {
    const channel: Channel = { ...notes, topic: '{a}.{b}', parameters: [{ name: 'a', values: ['$&'] }, { name: 'b' }] };
    expect(topicFor(channel, { a: '$&', b: 'x' })).toBe('$&.x');
  });

  it.each([
    ['parcels', parcels, { size: 'large' }, 'parcels.{region}.{size} needs the parameter "region" (one of eu, us)'],
    ['parcels', parcels, { region: 'mars', size: 'small' }, 'is "mars", expected one of eu, us'],
    ['parcels', parcels, { region: 'toString', size: 'small' }, 'is "toString", expected one of eu, us'],
    [
      'parcels',
      parcels,
      { region: 'eu', size: 'small', sise: 'x' },
      'has no parameter "sise"; its contract has region, size',
    ],
    ['orders', ordersChannel, { region: 'eu' }, 'shop.orders has no parameter "region"; its contract has none'],
    [
      'notes',
      notes,
      { tenant: '' },
      'the parameter "tenant" of notes.{tenant} is "", expected text of the characters a-z',
    ],
    ['notes', notes, { tenant: 'a b' }, 'is "a b", expected text'],
    ['notes', notes, { tenant: 'a/b' }, 'is "a/b", expected text'],
    ['notes', notes, { tenant: 'é' }, 'is "é", expected text'],
    ['notes', notes, { tenant: 'x\n' }, String.raw`is "x\n", expected text`],
    ['notes', notes, { tenant: 7 }, 'is 7, expected text'],
    ['notes', notes, { tenant: 'a'.repeat(240) }, 'has 246 characters, a topic of notes.{tenant} at most 245'],
    ['notes', notes, { tenant: 'acme.dlt' }, '"notes.acme.dlt" is the name of a dead letter topic'],
    ['one', { ...notes, topic: '{tenant}' }, { tenant: '..' }, '".." is no name for a topic of {tenant}'],
  ])('refuses, of %s, what is no parameter: %#', (_, channel, values, message) => {
    expect(() => topicFor(channel, values)).toThrow('[PARAMETER_INVALID]');
    expect(() => topicFor(channel, values)).toThrow(message);
  });

  it('makes only names that Kafka takes, with room for the dead letter topic', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (tenant) => {
        let topic = 'refused';
        try {
          topic = topicFor(notes, { tenant });
        } catch (error) {
          expect(error).toMatchObject({ code: 'PARAMETER_INVALID' });
        }
        expect(topic).toMatch(/^[a-zA-Z0-9._-]{1,245}$/);
      }),
    );
  });
});

describe('channelTopics', () => {
  it('takes every value of a parameter that is left out', () => {
    expect([...channelTopics(parcels, { region: 'eu' })]).toEqual([
      ['parcels.eu.small', { region: 'eu', size: 'small' }],
      ['parcels.eu.large', { region: 'eu', size: 'large' }],
    ]);
    expect(channelTopics(parcels, {}).size).toBe(4);
  });

  it('asks for a parameter without an enum', () => {
    expect(() => channelTopics(notes, {})).toThrow('notes.{tenant} needs the parameter "tenant"');
  });
});

describe('topicsOf', () => {
  it('has one topic for each combination, and none where a parameter without an enum is not given', () => {
    expect(names(topicsOf([ordersChannel, parcels, notes]))).toEqual([
      'shop.orders',
      'parcels.eu.small',
      'parcels.eu.large',
      'parcels.us.small',
      'parcels.us.large',
    ]);
    expect(names(topicsOf([notes, ordersChannel], { tenant: 'acme' }))).toEqual(['notes.acme', 'shop.orders']);
    expect(names(topicsOf([parcels, notes], { region: 'us', tenant: 'acme' }))).toEqual([
      'parcels.us.small',
      'parcels.us.large',
      'notes.acme',
    ]);
  });

  it('makes topics as `ensureTopics` takes them', () => {
    expect(topicsOf([notes], { tenant: 'acme' })).toEqual([
      { topic: 'notes.acme', description: '', partitions: 2, replicas: 1, config: {} },
    ]);
  });

  it('refuses a parameter that no channel has', () => {
    expect(() => topicsOf([parcels, notes], { tennant: 'acme' })).toThrow(
      'none of the channels has the parameter "tennant"',
    );
  });
});
