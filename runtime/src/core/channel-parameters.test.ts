import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMemoryLog } from '../embedded/index.ts';
import { topicsOf } from './channel-topics.ts';
import type { ChoosingClient, Running } from './client.ts';
import { createClient } from './create-client.ts';
import { fatal } from './handler-error.ts';
import { pinned } from './pinned.ts';
import { jsonRegistry } from './testing/json-registry.ts';
import {
  notes,
  parcels,
  type RegionalHandlers,
  type RegionalParams,
  type RegionalSends,
  regionalApplication,
  regionalDeadLetters,
} from './testing/regional-application.ts';
import type { Transport } from './transport.ts';

vi.setConfig({ testTimeout: 30_000 });

const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 10_000, interval: 5 });

let log: Transport;
let regional: ChoosingClient<RegionalSends, RegionalHandlers, RegionalParams>;
let running: Running[];

beforeEach(async () => {
  log = openMemoryLog();
  running = [];
  regional = createClient(regionalApplication, { transport: log, registry: jsonRegistry() });
  await log.ensureTopics(topicsOf([parcels, notes, ...regionalDeadLetters], { tenant: 'acme' }));
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  await log.close();
});

const nothing: RegionalHandlers = { parcelSent: async () => undefined, noteTaken: async () => undefined };
const acme = { noteTaken: [{ tenant: 'acme' }] } as const;

async function receive(handlers: Partial<RegionalHandlers>, params: RegionalParams = acme): Promise<Running> {
  const one = await regional.receive({ ...nothing, ...handlers }, { params });
  running.push(one);
  return one;
}

describe('sending on a channel with parameters', () => {
  const weight = 3;

  it.each([
    ['what the sender gives', { region: 'us', size: 'large' }, { region: 'us', weight }, 'parcels.us.large'],
    ['a default of the contract', { region: 'us' }, { region: 'us', weight }, 'parcels.us.small'],
    ['what the value says', undefined, { region: 'us', weight }, 'parcels.us.small'],
    ['what the schema fills into the value', { size: 'large' }, { weight }, 'parcels.eu.large'],
    ['the default where a property has no value', { size: undefined }, { weight }, 'parcels.eu.small'],
  ] as const)('takes the topic by %s', async (_, params, value, topic) => {
    const message = { key: 'k', value, ...(params === undefined ? {} : { params }) };
    // The compiler refuses a property without a value; JavaScript does not.
    const send = regional.send.parcelSent as (given: object) => ReturnType<RegionalSends['parcelSent']>;
    expect(await send(message)).toMatchObject({ topic });
  });

  it('refuses parameters that are not what the message says, and says both', async () => {
    const outcome = regional.send.parcelSent({ key: 'k', params: { region: 'us' }, value: { region: 'eu', weight } });
    await expect(outcome).rejects.toMatchObject({ code: 'PARAMETER_INVALID' });
    await expect(outcome).rejects.toThrow(
      'the parameter "region" of ParcelSent is "us", but its value.region is "eu"; leave the parameter out',
    );
    const filledIn = regional.send.parcelSent({ key: 'k', params: { region: 'us' }, value: { weight } });
    await expect(filledIn).rejects.toThrow('is "us", but its value.region is "eu"');
  });

  it('fills nothing into a value that is pinned to a version', async () => {
    const version = regionalApplication.send.parcelSent.message.value;
    const send = regional.send.parcelSent as (given: object) => ReturnType<RegionalSends['parcelSent']>;
    const message = { key: 'k', params: { region: 'us' }, value: pinned(version, { weight }) };
    expect(await send(message)).toMatchObject({ topic: 'parcels.us.small' });
  });

  it('sends tombstones, which say nothing themselves', async () => {
    const sent = await regional.send.noteTaken({ key: 'k', params: { tenant: 'acme' }, value: null });
    expect(sent.topic).toBe('notes.acme');
  });

  it('refuses what cannot be in a topic before anything is sent', async () => {
    const outcome = regional.send.noteTaken({ key: 'k', params: { tenant: 'a b' }, value: { text: 'x' } });
    await expect(outcome).rejects.toThrow('[PARAMETER_INVALID] the parameter "tenant" of notes.{tenant} is "a b"');
  });

  it('waits for topics that are not there, as it does without parameters', async () => {
    const outcome = regional.send.noteTaken({ key: 'k', params: { tenant: 'other' }, value: { text: 'x' } });
    await expect(outcome).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
  });

  it('derives an id for each topic, in whatever order a handler sends', async () => {
    const ids: Record<string, string>[] = [];
    await receive({
      noteTaken: async ({ value }, ctx) => {
        const regions = value?.text === 'first' ? (['eu', 'us'] as const) : (['us', 'eu'] as const);
        const sent = await Promise.all(
          regions.map((region) => ctx.send.parcelSent({ key: 'k', value: { region, weight } })),
        );
        ids.push(Object.fromEntries(sent.map(({ topic, id }) => [topic, id])));
      },
    });
    for (const text of ['first', 'second']) {
      await regional.send.noteTaken({ id: 'the-cause', key: 'k', params: { tenant: 'acme' }, value: { text } });
    }
    await until(() => expect(ids).toHaveLength(2));
    expect(ids[1]).toEqual(ids[0]);
    expect(new Set(Object.values(ids[0] ?? {})).size).toBe(2);
  });
});

describe('receiving from a channel with parameters', () => {
  it('receives from all topics of enums and the chosen ones of others, and says which in ctx.params', async () => {
    const seen: unknown[] = [];
    await receive({
      parcelSent: async ({ topic, value }, { params }) => void seen.push([topic, params, value.weight]),
      noteTaken: async ({ topic, value }, { params: { tenant } }) => void seen.push([topic, tenant, value?.text]),
    });
    await regional.send.parcelSent({ key: 'a', params: { size: 'large' }, value: { region: 'us', weight: 1 } });
    await until(() => expect(seen).toHaveLength(1));
    await regional.send.parcelSent({ key: 'b', value: { weight: 2 } });
    await until(() => expect(seen).toHaveLength(2));
    await regional.send.noteTaken({ key: 'c', params: { tenant: 'acme' }, value: { text: 'hello' } });
    await until(() => expect(seen).toHaveLength(3));
    expect(seen).toEqual([
      ['parcels.us.large', { region: 'us', size: 'large' }, 1],
      ['parcels.eu.small', { region: 'eu', size: 'small' }, 2],
      ['notes.acme', 'acme', 'hello'],
    ]);
  });

  it('receives from no other topics than those chosen', async () => {
    const topics: string[] = [];
    await receive(
      { parcelSent: async ({ topic }) => void topics.push(topic) },
      { ...acme, parcelSent: [{ region: 'us' }, { region: 'eu', size: 'large' }, { size: 'large', region: 'us' }] },
    );
    for (const region of ['eu', 'us'] as const) {
      for (const size of ['small', 'large'] as const) {
        await regional.send.parcelSent({ key: 'k', params: { size }, value: { region, weight: 1 } });
      }
    }
    await until(() => expect(topics).toHaveLength(3));
    expect(topics.toSorted()).toEqual(['parcels.eu.large', 'parcels.us.large', 'parcels.us.small']);
  });

  it('knows tombstones of every topic', async () => {
    const handler = vi.fn<RegionalHandlers['noteTaken']>(async () => undefined);
    await receive({ noteTaken: handler });
    await regional.send.noteTaken({ key: 'k', params: { tenant: 'acme' }, value: null });
    await until(() => expect(handler).toHaveBeenCalledOnce());
    expect(handler.mock.lastCall?.[0].value).toBeNull();
  });

  it('buries what fails in the dead letter topic of its own topic', async () => {
    const letters: string[] = [];
    const subscription = await log.subscribe({
      group: 'undertaker',
      topics: ['parcels.us.small.dlt'],
      startFrom: 'earliest',
      onRecords: async (_claim, records) => void letters.push(...records.map(({ topic }) => topic)),
    });
    const one = await receive({
      parcelSent: async () => {
        throw fatal('no parcels today');
      },
    });
    await regional.send.parcelSent({ key: 'k', value: { region: 'us', weight: 1 } });
    await until(() => expect(letters).toEqual(['parcels.us.small.dlt']));
    await subscription.close();
    await until(() => expect(one.accounting).toMatchObject({ dead: 1, applied: 0, inFlight: 0 }));
  });

  it.each([
    ['nothing is chosen', {}, 'give receive() params: { noteTaken: [{ tenant: … }] }'],
    ['an empty list is chosen', { noteTaken: [] }, 'which topics of notes.{tenant} to receive from is not said'],
    ['a message is unknown', { ...acme, noteTacken: [] }, 'has noteTacken, whose channel has no parameters'],
    ['a parameter is unknown', { noteTaken: [{ tenant: 'a', tenent: 'b' }] }, 'has no parameter "tenent"'],
    ['a parameter is missing', { noteTaken: [{}] }, 'notes.{tenant} needs the parameter "tenant"'],
    ['a value does not fit', { noteTaken: [{ tenant: 'a b' }] }, 'is "a b", expected text'],
    ['a value is not of the enum', { ...acme, parcelSent: [{ region: 'mars' }] }, 'is "mars", expected one of eu, us'],
  ])('does not start where %s', async (_, params, message) => {
    // The compiler refuses all of them; JavaScript does not.
    const start = regional.receive as (handlers: object, options: object) => Promise<Running>;
    const attempt = start(nothing, { params });
    await expect(attempt).rejects.toThrow(message);
  });
});
