import { randomUUID } from 'node:crypto';
import { type Database, type Handler, type NoHeaders, type Send, silentLogger } from '@eventwright/runtime';
import { openDelivery } from '@eventwright/runtime/delivery';
import { openMemoryLog } from '@eventwright/runtime/embedded';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { type OpenWorkflow, openWorkflow, type Workflow } from '@eventwright/runtime/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

interface Sends {
  readonly refund: Send<{ readonly amount: bigint }, string, NoHeaders>;
}

interface Handlers {
  readonly placed: Handler<{ readonly amount: bigint }, string, NoHeaders, Sends>;
  readonly paid: Handler<object, string, NoHeaders, Sends>;
}

let broken = true;

const order: Workflow<Handlers, { readonly amount: bigint }, 'unpaid' | 'paid' | 'cancelled', 'late'> = {
  name: 'order',
  version: 1,
  key: { placed: ({ key }) => key, paid: ({ key }) => key },
  transitions: {
    start: { placed: 'unpaid' },
    unpaid: { paid: 'paid', late: 'unpaid' },
    paid: { cancel: 'cancelled' },
    cancelled: {},
  },
  initialState: { placed: ({ value }) => value },
  decide: {
    placed: () => [{ start: 'late', after: 1 }],
    late: () => {
      if (broken) throw new TypeError('no template');
      return [];
    },
    cancel: ({ amount }, _, { key }) => [{ send: 'refund', key, value: { amount } }],
  },
};

let database: Database;
let opened: OpenWorkflow<Handlers>;
let closeDelivery: () => Promise<void>;
let root: string;
let url: string;
let sent = 0;

beforeAll(async () => {
  const server = new URL(process.env['POSTGRES_URL'] ?? '');
  const schema = `workflows_${randomUUID().replaceAll('-', '')}`;
  // The schema of the search path travels in the URL, as an operator would write it.
  server.searchParams.set('options', `-csearch_path=${schema}`);
  url = server.href;
  database = await connectPostgres({ url: process.env['POSTGRES_URL'] ?? '', schema });
  const delivery = await openDelivery({ database, transport: openMemoryLog() });
  closeDelivery = delivery.close;
  opened = await openWorkflow({ client, database, versions: [order], pollInterval: 20 });
  root = await temporaryProject(smallProject);
}, 60_000);

afterAll(async () => {
  await opened.close();
  await closeDelivery();
  await database.close();
});

const send = {
  refund: async () => {
    sent += 1;
    return { id: 'id', topic: 'topic' };
  },
};

const client = {
  transaction: <T>(
    work: (context: {
      readonly tx: Parameters<Parameters<Database['transaction']>[0]>[0];
      readonly send: Sends;
    }) => Promise<T>,
  ) => database.transaction((tx) => work({ tx, send })),
};

const receive = (name: keyof Handlers, key: string) =>
  client.transaction((context) =>
    opened.handlers[name](
      {
        id: randomUUID(),
        name,
        type: name,
        source: '/test',
        subject: undefined,
        time: new Date(),
        correlationId: 'flow-1',
        causationId: undefined,
        key,
        value: { amount: 12n },
        headers: {},
        topic: 'topic',
        partition: 0,
        offset: 0n,
      },
      { ...context, log: silentLogger, signal: new AbortController().signal, attempt: 1 },
    ),
  );

const workflows = (...args: readonly string[]) => command(root, 'workflows', ...args, '--database', url);

describe('eventwright workflows', { timeout: 60_000 }, () => {
  it('lists what is stuck, shows why, and has it tried again', async () => {
    await receive('placed', 'o/1');
    await expect
      .poll(async () => (await workflows('list', '--stuck')).stdout, { timeout: 20_000 })
      .toMatch(
        /order\/o\/1 +unpaid +1 +1 .* fails\n(.*\n)*.*fails at late since .*: TypeError: no template\n\n1 instance/,
      );
    expect((await workflows('show', 'order/o/1')).stdout).toMatch(/late +2\d{3}-.* failed \d+ times, next try/);
    broken = false;
    expect(await workflows('retry', 'order/o/1')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('order/o/1: 1 timer and 0 events tried again now'),
    });
    await expect
      .poll(async () => (await workflows('list', '--stuck')).stdout, { timeout: 20_000 })
      .toContain('0 instances');
    expect(await workflows('retry', 'order/o/1')).toMatchObject({ exitCode: 1 });
  });

  it('shows the history, and what is remembered where that is asked for', async () => {
    await receive('paid', 'o/1');
    const { stdout } = await workflows('show', 'order/o/1');
    expect(stdout).toMatch(/order\/o\/1: paid, on version 1, flow flow-1\n/);
    expect(stdout).toMatch(/1 +2\d{3}-\S+ \S+ +placed +start -> unpaid +start late\n(.*\n)*.* paid +unpaid -> paid/);
    expect(stdout).not.toContain('amount');
    expect((await workflows('show', 'order/o/1', '--state')).stdout).toContain('"amount": 12');
    expect(await workflows('show', 'order/nobody')).toMatchObject({ exitCode: 1 });
    expect(await workflows('show', 'nonsense')).toMatchObject({ exitCode: 2 });
    const { stdout: json } = await workflows('show', 'order/o/1', '--format', 'json');
    expect(JSON.parse(json)).toMatchObject({
      instance: { status: 'paid' },
      history: [{ input: 'placed' }, {}, {}],
    });
  });

  it('cancels by the service that runs it', async () => {
    const answer = await workflows('cancel', 'order/o/1', '--reason', 'fraud');
    expect(answer).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('order/o/1: taken up, now cancelled'),
    });
    expect(sent).toBe(1);
    expect(await workflows('cancel', 'order/o/1', '--reason', 'fraud')).toMatchObject({ exitCode: 1 });
    expect((await workflows('list')).stdout).toContain('0 instances');
    expect((await workflows('list', '--all')).stdout).toMatch(/order\/o\/1 +cancelled/);
  });

  it('draws what services run', async () => {
    expect((await workflows('diagram')).stdout).toContain(
      '---\ntitle: order version 1\n---\nstateDiagram-v2\n  [*] --> unpaid : placed',
    );
    expect(await workflows('diagram', 'other')).toMatchObject({ exitCode: 1 });
  });
});
