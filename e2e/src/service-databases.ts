import { randomBytes } from 'node:crypto';
import { serviceNames } from '@shop/shop';
import { Client } from 'pg';

/** Fresh databases on the server of `POSTGRES_URL`, one per service. */
export interface ServiceDatabases {
  /** `DATABASE_URL_<SERVICE>` of each. */
  readonly environment: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** Creates them. Rejects where `POSTGRES_URL` is not set: the set-up of the real half sets it. */
export async function createDatabases(): Promise<ServiceDatabases> {
  const run = randomBytes(4).toString('hex');
  const databases = serviceNames.map((service) => ({ service, name: `shop_${service}_${run}` }));
  for (const { name } of databases) await administer(`create database ${name}`);
  return {
    environment: Object.fromEntries(
      databases.map(({ service, name }) => [`DATABASE_URL_${service.toUpperCase()}`, databaseUrl(name)]),
    ),
    async drop() {
      for (const { name } of databases) await administer(`drop database if exists ${name} with (force)`);
    },
  };
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

function databaseUrl(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function serverUrl(): string {
  const url = process.env['POSTGRES_URL'];
  if (url === undefined) throw new Error('POSTGRES_URL is not set: run this by npm run test:real');
  return url;
}
