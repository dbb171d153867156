import { type HandlerContext, noTransaction, retryLater, silentLogger } from '@eventwright/runtime';
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
  environment = { database, mailer, now: () => new Date(), newId: () => crypto.randomUUID() };
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

function context() {
  const sent: object[] = [];
  const send: NotificationsSends = {
    emailSent: async ({ value }) => {
      sent.push(value);
      return { id: 'id', topic: 'topic' };
    },
  };
  const ctx: HandlerContext<NotificationsSends> = {
    send,
    tx: noTransaction,
    log: silentLogger,
    signal: new AbortController().signal,
    attempt: 1,
  };
  return { ctx, sent };
}

const storedAbout = (eventId: string): Promise<bigint> =>
  database.transaction(async (tx) => {
    const [row = {}] = await tx.query('select count(*) as n from email where about_event_id = $1', [eventId]);
    return bigintOf(row, 'n');
  });

describe('notify', () => {
  it('writes to the customer and tells that it did', async () => {
    const event = confirmed();
    const { ctx, sent } = context();

    await notify(environment, compose)(event, ctx);

    expect(mails).toEqual([
      { eventId: event.id, recipient: 'ada@example.org', subject: 'Your order is confirmed', text: 'Dear Ada,' },
    ]);
    const { orderId } = event.value;
    expect(sent).toMatchObject([
      { orderId, recipient: 'ada@example.org', about: 'OrderConfirmed', aboutEventId: event.id },
    ]);
  });

  it('writes once, however often the event is delivered', async () => {
    const event = confirmed();
    const [first, second] = [context(), context()];

    await notify(environment, compose)(event, first.ctx);
    await notify(environment, compose)(event, second.ctx);

    expect(mails).toHaveLength(1);
    expect(second.sent).toEqual(first.sent);
  });

  it('claims nothing while the mail server is down, and writes once it is back', async () => {
    const event = confirmed();
    const { ctx, sent } = context();

    mailServerIsDown = true;
    await expect(notify(environment, compose)(event, ctx)).rejects.toMatchObject({ handling: 'retry-later' });
    expect(sent).toEqual([]);
    expect(await storedAbout(event.id)).toBe(0n);

    mailServerIsDown = false;
    await notify(environment, compose)(event, ctx);
    expect(mails).toHaveLength(1);
    expect(await storedAbout(event.id)).toBe(1n);
  });
});
