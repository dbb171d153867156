import { randomUUID } from 'node:crypto';
import type { Database } from '@eventwright/runtime';
import { openEventStore } from '@eventwright/runtime/event-store';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { type OpenProjection, openProjection, storeProjection } from '@eventwright/runtime/projections';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { command } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

let database: Database;
let opened: OpenProjection;
let root: string;
let url: string;

beforeAll(async () => {
  const server = new URL(process.env['POSTGRES_URL'] ?? '');
  const schema = `projections_${randomUUID().replaceAll('-', '')}`;
  // The schema of the search path travels in the URL, as an operator would write it.
  server.searchParams.set('options', `-csearch_path=${schema}`);
  url = server.href;
  database = await connectPostgres({ url: process.env['POSTGRES_URL'] ?? '', schema });
  const store = await openEventStore({ database, events: {} });
  const tables = 'create table nothing (id text primary key)';
  opened = await openProjection(storeProjection({ name: 'nothing', version: 3, tables, from: store, handlers: {} }), {
    database,
  });
  root = await temporaryProject(smallProject);
}, 60_000);

afterAll(async () => {
  await opened.close();
  await database.close();
});

const run = (...argv: readonly string[]) => command(root, 'projections', ...argv, '--database', url);

describe('eventwright projections', () => {
  it('lists builds, has one built anew, and says where there is no such projection', async () => {
    const before = await run('list');
    expect(before.stdout).toMatch(/nothing +1 +3 +live/);

    const asked = await run('rebuild', 'nothing');
    expect([asked.exitCode, asked.stdout]).toEqual([0, expect.stringContaining('build 2 is asked for')]);
    await vi.waitFor(async () => expect((await run('list')).stdout).toMatch(/nothing +2 +3 +live/), 20_000);

    const unknown = await run('rebuild', 'something');
    expect([unknown.exitCode, unknown.stdout]).toEqual([1, expect.stringContaining('no projection something')]);
  });
});
