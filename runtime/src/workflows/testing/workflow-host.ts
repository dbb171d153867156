import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import type { HandlerContext } from '../../core/application.ts';
import type { TransactionContext } from '../../core/client.ts';
import type { CrashPoints } from '../../core/crash-points.ts';
import type { Database } from '../../core/database.ts';
import { RuntimeError } from '../../core/errors.ts';
import { silentLogger } from '../../core/quiet-logger.ts';
import { textOf } from '../../database/columns.ts';
import type { AnyWorkflow } from '../any-workflow.ts';
import { dueFirer } from '../fire-due.ts';
import { type OpenWorkflow, openWorkflow } from '../open-workflow.ts';
import { versionsOf } from '../versions.ts';
import type { SendsOf, WorkflowOf } from '../workflow.ts';
import { type DatabaseClock, databaseWithClock } from './database-clock.ts';
import { type OrderHandlers, orderWorkflow } from './order-workflow.ts';

/** Something that has databases, each in a schema of its own. */
export interface DatabaseHost {
  database(schema: string): Promise<Database>;
  close(): Promise<void>;
}

/** A process that runs the workflow; its timers fire when it is told. */
export interface Process {
  /** Handles an event in a transaction of its own, as the pipeline does. */
  receive(name: keyof OrderHandlers, value?: object, more?: Receive): Promise<void>;
  /** Fires what is due, and returns in how many milliseconds there is more. */
  fireDue(): Promise<number | undefined>;
}

interface Receive {
  readonly orderId?: string;
  readonly id?: string;
  /** Called in the transaction, after the handler. */
  readonly before?: () => Promise<void>;
}

export interface Opened extends Process {
  readonly database: Database;
  readonly clock: DatabaseClock;
  /** Another process over the same database, with other versions where some are given. */
  again(options?: ProcessOptions): Promise<Process>;
  /** Names of everything that was sent and committed, in that order. */
  sent(): Promise<readonly string[]>;
}

export interface ProcessOptions {
  readonly versions?: readonly (AnyWorkflow & WorkflowOf<OrderHandlers>)[];
  readonly crashPoints?: CrashPoints;
  /** True where a transaction is undone when all is done in it. */
  readonly undo?: () => boolean;
}

export type Open = (options?: ProcessOptions) => Promise<Opened>;

let schemas = 0;

/** Opens the order workflow over a new schema for each call; what it opened ends with the tests of the file. */
export function useWorkflows(openHost: () => Promise<DatabaseHost>): Open {
  const at: { host?: DatabaseHost } = {};
  const close: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    at.host = await openHost();
  }, 60_000);
  afterAll(async () => {
    for (const end of close.reverse()) await end();
    await at.host?.close();
  });
  return async (options = {}) => {
    schemas += 1;
    const schema = `workflows_${process.pid}_${schemas}`;
    const raw = await (at.host ?? expect.fail('the host is not open')).database(schema);
    close.push(() => raw.close());
    const { database, clock } = await databaseWithClock(raw, schema);
    await database.transaction((tx) =>
      tx.execute(`create table sent (seq bigint generated always as identity, name text, message text);
        create table eventwright_parked (event_id text, state text, due_at timestamptz, failures integer, off bigint)`),
    );
    const again = async (more: ProcessOptions = {}): Promise<Process> => {
      const { versions = [orderWorkflow], crashPoints = () => undefined, undo = () => false } = { ...options, ...more };
      const client = clientOf(database, undo);
      // Timers fire when the test says so, and not because a process is opened.
      const resting = { transaction: () => Promise.reject(new RuntimeError('DATABASE_UNAVAILABLE', 'resting')) };
      const opened = await openWorkflow<OrderHandlers>({ client: resting, database, versions, wait: never });
      close.push(opened.close);
      const fireDue = dueFirer({
        client,
        database,
        versions: versionsOf(versions),
        started: () => undefined,
        crashPoints,
      });
      return { receive: receiver(opened, client), fireDue };
    };
    const sent = async (): Promise<readonly string[]> => {
      const rows = await database.transaction((tx) => tx.query('select name from sent order by seq'));
      return rows.map((row) => textOf(row, 'name'));
    };
    return { ...(await again()), again, database, clock, sent };
  };
}

/** Time does not pass by itself. */
const never = (_: number, signal: AbortSignal): Promise<void> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

type Sends = SendsOf<OrderHandlers>;

interface TestClient {
  transaction<T>(work: (context: TransactionContext<Sends>) => Promise<T>): Promise<T>;
}

/** Sends into a table, in the transaction at hand. */
function clientOf(database: Database, undo: () => boolean): TestClient {
  return {
    transaction: (work) =>
      database.transaction(async (tx) => {
        const send = (name: string) => async (message: object) => {
          const text = JSON.stringify(message, (_, value) => (typeof value === 'bigint' ? String(value) : value));
          await tx.query('insert into sent (name, message) values ($1, $2)', [name, text]);
          return { id: 'id', topic: 'topic' };
        };
        const done = await work({
          tx,
          send: {
            requestPayment: send('requestPayment'),
            refund: send('refund'),
            reserve: send('reserve'),
            release: send('release'),
            reject: send('reject'),
          },
        });
        if (undo()) throw new Error('undone');
        return done;
      }),
  };
}

function receiver({ handlers }: OpenWorkflow<OrderHandlers>, client: TestClient): Process['receive'] {
  return async (name, value = {}, { orderId = 'o-1', id = randomUUID(), before } = {}) => {
    const placed = { amount: 30n, items: 2, placedAt: new Date('2026-03-02T09:00:00Z') };
    const event = {
      id,
      name,
      type: name,
      source: '/test',
      subject: undefined,
      time: new Date('2026-03-02T09:00:00Z'),
      correlationId: 'flow-1',
      causationId: undefined,
      key: orderId,
      value: { ...placed, ...value, orderId },
      headers: {},
      topic: 'topic',
      partition: 0,
      offset: 0n,
    };
    await client.transaction(async (context) => {
      const ctx: HandlerContext<Sends> = {
        ...context,
        log: silentLogger,
        signal: new AbortController().signal,
        attempt: 1,
      };
      await handlers[name](event, ctx);
      await before?.();
    });
  };
}
