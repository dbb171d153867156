import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Transport } from '../core/transport.ts';
import type { KafkaAddress } from '../partitions/kafka-options.ts';
import { type SecuredKafka, startSecuredKafka, user } from './kafka-security/start-secured-kafka.ts';
import { consume } from './transport/recording-consumer.ts';
import { record, values } from './transport/records.ts';

export interface KafkaSecurityContract {
  connect(options: KafkaAddress & { readonly clientId: string }): Promise<Transport>;
}

const patience = { timeout: 20_000, interval: 50 };

/** That an adapter's connections can be encrypted and log in. Starts a broker that asks for it. */
export function describeKafkaSecurity(name: string, { connect }: KafkaSecurityContract): void {
  let started: SecuredKafka | undefined;
  const kafka = (): SecuredKafka => {
    if (started === undefined) throw new Error('the broker runs during tests only');
    return started;
  };

  beforeAll(async () => {
    started = await startSecuredKafka();
  });

  afterAll(() => started?.stop());

  /** Publishes and consumes over such a connection. */
  async function expectToWork(address: KafkaAddress): Promise<void> {
    const transport = await connect({ ...address, clientId: 'secured' });
    try {
      const topic = `secured.${randomUUID()}`;
      await transport.ensureTopics([{ topic, partitions: 1, replicas: 1, config: {} }]);
      await transport.publish([record(topic, 'secret')]);
      const consumer = await consume(transport, { group: randomUUID(), topics: [topic] });
      await vi.waitFor(() => expect(values(consumer.records())).toEqual(['secret']), patience);
    } finally {
      await transport.close();
    }
  }

  describe(`${name}: an encrypted connection`, () => {
    it('carries records where the authority is trusted', () =>
      expectToWork({ brokers: [kafka().brokers.ssl], ssl: { ca: kafka().ca } }));

    it('is refused where the authority is unknown', async () => {
      const connecting = connect({ brokers: [kafka().brokers.ssl], ssl: true, clientId: 'distrustful' });
      await expect(connecting).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
    });
  });

  describe.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(`${name}: a login by %s`, (mechanism) => {
    it('lets in who knows the password, encrypted', () =>
      expectToWork({ brokers: [kafka().brokers.both], ssl: { ca: kafka().ca }, sasl: { mechanism, ...user } }));

    it('lets in who knows the password, in the clear', () =>
      expectToWork({ brokers: [kafka().brokers.sasl], sasl: { mechanism, ...user } }));

    it('keeps out who does not, at once', async () => {
      const sasl = { mechanism, ...user, password: 'wrong' };
      const began = Date.now();
      const connecting = connect({ brokers: [kafka().brokers.sasl], sasl, clientId: 'stranger' });
      await expect(connecting).rejects.toThrow(/authentication/i);
      expect(Date.now() - began).toBeLessThan(10_000);
    });
  });
}
