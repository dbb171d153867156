import { describe, expect, it } from 'vitest';
import { createIdempotentProducer, type Producer, type ProducerClient } from './idempotent-producer.ts';

/** An error as kafkajs throws it: named by Kafka, wrapped by whoever gave up. */
function kafkaError(type: string): Error {
  return new Error('gave up', { cause: Object.assign(new Error(type), { type }) });
}

type Script = readonly (Error | bigint)[];

/** A client whose producers, one after the other, play their scripts: an error rejects, a number is an offset. */
function scripted(...scripts: readonly (Script | 'unreachable')[]) {
  const events: string[] = [];
  let made = 0;
  const client: ProducerClient = {
    producer(): Producer {
      const number = made++;
      const script = scripts[number] ?? [];
      let step = 0;
      return {
        async connect() {
          if (script === 'unreachable') throw new Error('connect ECONNREFUSED');
        },
        async send() {
          const result = script[step++];
          events.push(`${number}: ${result instanceof Error ? 'fails' : 'appends'}`);
          if (typeof result !== 'bigint') throw result ?? new Error('the script is over');
          return [{ topicName: 'orders', partition: 0, errorCode: 0, baseOffset: `${result}` }];
        },
        async disconnect() {
          events.push(`${number}: closes`);
        },
      };
    },
  };
  return { client, events };
}

const wanted = { topic: 'orders', partition: 0, messages: [{ value: 'v' }], isWanted: () => true };
const unwanted = { ...wanted, isWanted: () => false };

describe('createIdempotentProducer', () => {
  it('sends again on the same producer, so that the broker sees a repetition as one', async () => {
    const { client, events } = scripted([kafkaError('REQUEST_TIMED_OUT'), 7n, 8n]);
    const producer = createIdempotentProducer(client);
    expect(await producer.send(wanted)).toBe(7n);
    expect(await producer.send(wanted)).toBe(8n);
    expect(events).toEqual(['0: fails', '0: appends', '0: appends']);
  });

  it('never uses a producer again whose batch was given up with an unknown outcome', async () => {
    const { client, events } = scripted([kafkaError('REQUEST_TIMED_OUT')], [3n]);
    const producer = createIdempotentProducer(client);
    await expect(producer.send(unwanted)).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
    expect(await producer.send(wanted)).toBe(3n);
    expect(events).toEqual(['0: fails', '0: closes', '1: appends']);
  });

  it('takes a refusal for what it is, at once and without a new producer', async () => {
    const { client, events } = scripted([kafkaError('MESSAGE_TOO_LARGE'), 1n]);
    const producer = createIdempotentProducer(client);
    await expect(producer.send(wanted)).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE' });
    expect(await producer.send(wanted)).toBe(1n);
    expect(events).toEqual(['0: fails', '0: appends']);
  });

  it('drops the producer where a refusal follows a failure that may have been none', async () => {
    const { client, events } = scripted(
      [kafkaError('REQUEST_TIMED_OUT'), kafkaError('TOPIC_AUTHORIZATION_FAILED')],
      [1n],
    );
    const producer = createIdempotentProducer(client);
    await expect(producer.send(wanted)).rejects.toThrow('TOPIC_AUTHORIZATION_FAILED');
    expect(await producer.send(wanted)).toBe(1n);
    expect(events).toContain('0: closes');
  });

  it('goes on with another producer where the broker has lost count', async () => {
    const { client, events } = scripted([kafkaError('OUT_OF_ORDER_SEQUENCE_NUMBER')], [5n]);
    expect(await createIdempotentProducer(client).send(wanted)).toBe(5n);
    expect(events).toEqual(['0: fails', '0: closes', '1: appends']);
  });

  it('connects again until a broker answers', async () => {
    const { client } = scripted('unreachable', 'unreachable', [9n]);
    expect(await createIdempotentProducer(client).send(wanted)).toBe(9n);
  });

  it('does not try for ever what is our own mistake', async () => {
    const { client, events } = scripted([new TypeError('not a buffer')]);
    await expect(createIdempotentProducer(client).send(wanted)).rejects.toThrow('not a buffer');
    expect(events).toEqual(['0: fails']);
  });

  it('closes the producers that are open', async () => {
    const { client, events } = scripted([1n]);
    const producer = createIdempotentProducer(client);
    await producer.send(wanted);
    await producer.close();
    expect(events).toEqual(['0: appends', '0: closes']);
  });
});
