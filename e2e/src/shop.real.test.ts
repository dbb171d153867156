import { randomBytes } from 'node:crypto';
import { serviceNames } from '@shop/shop';
import { Client } from 'pg';
import { afterAll } from 'vitest';
import { describeShop } from './shop-behaviour.ts';

const run = randomBytes(4).toString('hex');
const created: string[] = [];

/** Needs `KAFKA_BROKERS` and `POSTGRES_URL`, which the set-up of the real half provides. */
async function environment(): Promise<Readonly<Record<string, string>>> {
  const databases: Record<string, string> = {};
  for (const service of serviceNames) {
    const name = `shop_${service}_${run}`;
    await administer(`create database ${name}`);
    created.push(name);
    const url = new URL(serverUrl());
    url.pathname = `/${name}`;
    databases[`DATABASE_URL_${service.toUpperCase()}`] = url.href;
  }
  return { ...databases, KAFKA_BROKERS: process.env['KAFKA_BROKERS'] ?? '127.0.0.1:19092' };
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

function serverUrl(): string {
  const url = process.env['POSTGRES_URL'];
  if (url === undefined) throw new Error('POSTGRES_URL is not set: run this by npm run test:real');
  return url;
}

describeShop({ engine: 'kafka', environment });

afterAll(async () => {
  for (const name of created) await administer(`drop database if exists ${name} with (force)`);
});
