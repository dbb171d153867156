import { describe, expect, it } from 'vitest';
import { connectKafkaClient } from './connect-kafka-client.ts';

const nowhere = { brokers: ['127.0.0.1:1'], clientId: 'test' };

describe('connectKafkaClient', () => {
  it.each([undefined, '', 'kafkajs', 'platformatic'])('connects by the client %j', async (name) => {
    await expect(connectKafkaClient(name, nowhere)).rejects.toMatchObject({
      code: 'TRANSPORT_FAILED',
      message: expect.stringContaining('no broker of 127.0.0.1:1 answers'),
    });
  });

  it.each(['confluent', 'constructor'])('says which clients there are where it is none of them: %s', async (name) => {
    await expect(connectKafkaClient(name, nowhere)).rejects.toThrow(
      `[CONFIGURATION_INVALID] there is no Kafka client '${name}': KAFKA_CLIENT is kafkajs or platformatic`,
    );
  });
});
