import { Decimal, type HandlerContext, type ReceivedEvent, silentLogger } from '@eventwright/runtime';
import { bigintOf, type Database, migrate, openPglite, type Pglite } from '@eventwright/runtime/postgres';
import type { PaymentsSends } from '@shop/contracts/payments';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../adapters/migrations.ts';
import type { Environment } from '../environment.ts';
import { orderCancelled } from './order-cancelled.ts';
import { paymentRequested } from './payment-requested.ts';

let pglite: Pglite;
let database: Database;
let environment: Environment;

beforeAll(async () => {
  pglite = await openPglite();
  database = await pglite.database('payments');
  await migrate(database, migrations);
  const now = () => new Date();
  environment = { now, newId: () => crypto.randomUUID(), limit: Decimal.of('10000.00') };
}, 60_000);

afterAll(() => pglite.close());

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });
const customer = { customerId: crypto.randomUUID(), name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' };

function event<Value>(value: Value): ReceivedEvent<Value, string, object> {
  const id = crypto.randomUUID();
  return {
    id,
    name: 'Name',
    type: 'type',
    source: '/test',
    subject: undefined,
    time: new Date(),
    correlationId: id,
    causationId: undefined,
    key: 'key',
    value,
    headers: {},
    topic: 'topic',
    partition: 0,
    offset: 0n,
  };
}

interface Sent {
  readonly name: keyof PaymentsSends;
  readonly value: object;
}

/** Keeps what is sent. */
function outgoing() {
  const sent: Sent[] = [];
  const keep = (name: keyof PaymentsSends) => async (message: { readonly value: object }) => {
    sent.push({ name, value: message.value });
    return { id: 'id', topic: 'topic' };
  };
  const send: PaymentsSends = {
    paymentAuthorized: keep('paymentAuthorized'),
    paymentDeclined: keep('paymentDeclined'),
    paymentRefunded: keep('paymentRefunded'),
  };
  return { send, sent };
}

/** Runs the handler in a transaction, as the runtime does, and returns what it sent. */
async function deliver<Event>(
  handler: (event: Event, ctx: HandlerContext<PaymentsSends>) => Promise<void>,
  delivered: Event,
): Promise<readonly Sent[]> {
  const { send, sent } = outgoing();
  await database.transaction(async (tx) =>
    handler(delivered, { send, tx, log: silentLogger, signal: new AbortController().signal, attempt: 1 }),
  );
  return sent;
}

const requested = (orderId: string, amount = '29.90') => ({
  orderId,
  transactionId: crypto.randomUUID(),
  requestedAt: new Date(),
  customer,
  amount: eur(amount),
  paymentMethod: { $type: 'shop.payments.BankTransfer' as const, iban: 'SE45', accountHolder: 'Ada' },
});

const cancelled = (orderId: string) => ({
  orderId,
  transactionId: crypto.randomUUID(),
  cancelledAt: new Date(),
  reason: 'CUSTOMER' as const,
  explanation: 'Why not.',
  customer,
  lines: [],
  totals: { goods: eur('25.00'), shipping: eur('4.90'), total: eur('29.90') },
});

const sequences = (): Promise<readonly bigint[]> =>
  database.transaction(async (tx) =>
    (await tx.query('select sequence from ledger_entry order by sequence')).map((row) => bigintOf(row, 'sequence')),
  );

describe('paymentRequested', () => {
  it('authorises the payment and writes it into the ledger', async () => {
    const orderId = crypto.randomUUID();
    const sent = await deliver(paymentRequested(environment), event(requested(orderId)));

    expect(sent).toMatchObject([{ name: 'paymentAuthorized', value: { orderId, amount: eur('29.90'), customer } }]);
    expect(Reflect.get(sent[0]?.value ?? {}, 'ledgerSequence')).toBe((await sequences()).at(-1));
  });

  it('declines what is above the limit', async () => {
    const sent = await deliver(paymentRequested(environment), event(requested(crypto.randomUUID(), '10000.01')));
    expect(sent).toMatchObject([{ name: 'paymentDeclined', value: { reason: 'LIMIT_EXCEEDED' } }]);
  });

  it('numbers entries without gaps, also after one that was rolled back', async () => {
    const failing = { ...environment, newId: () => 'no id' };
    await expect(deliver(paymentRequested(failing), event(requested(crypto.randomUUID())))).rejects.toThrow();
    const orders = Array.from({ length: 5 }, () => event(requested(crypto.randomUUID())));
    await Promise.all(orders.map((order) => deliver(paymentRequested(environment), order)));

    const numbers = await sequences();
    expect(numbers).toEqual(numbers.map((_, index) => BigInt(index + 1)));
  });
});

describe('orderCancelled', () => {
  it('gives back what was authorised, once', async () => {
    const orderId = crypto.randomUUID();
    await deliver(paymentRequested(environment), event(requested(orderId)));

    const first = await deliver(orderCancelled(environment), event(cancelled(orderId)));
    const second = await deliver(orderCancelled(environment), event(cancelled(orderId)));

    expect(first).toMatchObject([{ name: 'paymentRefunded', value: { orderId, amount: eur('29.90') } }]);
    expect(second).toEqual([]);
  });

  it('gives nothing back where nothing was authorised', async () => {
    const orderId = crypto.randomUUID();
    await deliver(paymentRequested(environment), event(requested(orderId, '99999.00')));
    const sent = await deliver(orderCancelled(environment), event(cancelled(orderId)));

    expect(sent).toEqual([]);
  });
});
