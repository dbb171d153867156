import { retryLater, silentLogger } from '@eventwright/runtime';
import { bigintOf, type Database, migrate, openPglite, type Pglite } from '@eventwright/runtime/postgres';
import type { NotificationsSends } from '@shop/contracts/notifications';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingEmail } from '../adapters/mailer.ts';
import { migrations } from '../adapters/migrations.ts';
import type { Environment } from '../environment.ts';
import { type AboutOrder, notify } from './notify.ts';

let pglite: Pglite;
let database: Database;
let environment: Environment;
let mails: OutgoingEmail[];
let mailServerIsDown: boolean;

beforeAll(async () => {
  pglite = await openPglite();
  database = await pglite.database('notifications');
  await migrate(database, migrations);
}, 60_000);

beforeEach(() => {
  mails = [];
  mailServerIsDown = false;
  const mailer = {
    send: async (email: OutgoingEmail) => {
      if (mailServerIsDown) throw retryLater('the mail server takes no e-mail now');
      mails.push(email);
    },
    close: () => undefined,
  };
  environment = { mailer, now: () => new Date(), newId: () => crypto.randomUUID() };
});

afterAll(() => pglite.close());

const confirmed = () => ({
  id: crypto.randomUUID(),
  name: 'OrderConfirmed',
  value: {
    orderId: crypto.randomUUID(),
    customer: { customerId: 'c', name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' },
  },
});

const compose = ({ customer }: AboutOrder) => ({ subject: 'Your order is confirmed', text: `Dear ${customer.name},` });

/** Runs the handler in a transaction, as the runtime does, and returns what it sent. */
async function deliver(event: ReturnType<typeof confirmed>): Promise<readonly object[]> {
  const sent: object[] = [];
  const send: NotificationsSends = {
    emailSent: async ({ value }) => {
      sent.push(value);
      return { id: 'id', topic: 'topic' };
    },
  };
  const { signal } = new AbortController();
  await database.transaction((tx) =>
    notify(environment, compose)(event, { send, tx, log: silentLogger, signal, attempt: 1 }),
  );
  return sent;
}

const storedAbout = (eventId: string): Promise<bigint> =>
  database.transaction(async (tx) => {
    const [row = {}] = await tx.query('select count(*) as n from email where about_event_id = $1', [eventId]);
    return bigintOf(row, 'n');
  });

describe('notify', () => {
  it('writes to the customer and tells that it did', async () => {
    const event = confirmed();

    const sent = await deliver(event);

    expect(mails).toEqual([
      { eventId: event.id, recipient: 'ada@example.org', subject: 'Your order is confirmed', text: 'Dear Ada,' },
    ]);
    const { orderId } = event.value;
    expect(sent).toMatchObject([
      { orderId, recipient: 'ada@example.org', about: 'OrderConfirmed', aboutEventId: event.id },
    ]);
  });

  it('claims nothing while the mail server is down, and writes once it is back', async () => {
    const event = confirmed();

    mailServerIsDown = true;
    await expect(deliver(event)).rejects.toMatchObject({ handling: 'retry-later' });
    expect(await storedAbout(event.id)).toBe(0n);

    mailServerIsDown = false;
    await deliver(event);
    expect(mails).toHaveLength(1);
    expect(await storedAbout(event.id)).toBe(1n);
  });
});
