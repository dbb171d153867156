import type { Delivery, Logger, Running, SchemaRegistry, Telemetry, Transport } from '@eventwright/runtime';
import { type ServeHttpOptions, serveHttp } from '@eventwright/runtime/feeds';
import type { Database } from '@eventwright/runtime/postgres';
import { openTap, where } from '@eventwright/runtime/taps';
import { emitWindows } from '@eventwright/runtime/windows';
import { createAnalytics } from '@shop/contracts/analytics';
import { orderConfirmed } from '@shop/contracts/messages/order-confirmed';
import { shopOrders, shopSales } from '@shop/contracts/topics';
import { salesApi } from './adapters/sales-api.ts';
import { joined } from './joined.ts';
import { salesWindow } from './sales-window.ts';

export interface AnalyticsOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly database: Database;
  /** Over that database. */
  readonly delivery: Delivery;
  readonly log: Logger;
  /** Default: none. */
  readonly telemetry?: readonly Telemetry[];
  readonly http: Pick<ServeHttpOptions, 'host' | 'port'>;
  /** Default: the system's clock. */
  readonly now?: () => Date;
}

export interface Analytics extends Running {
  /** Where the HTTP API listens. */
  readonly url: string;
}

/** Starts analytics. It owns nothing that it is given: close that after it. */
export async function startAnalytics(options: AnalyticsOptions): Promise<Analytics> {
  const { transport, registry, database, delivery, log, http } = options;
  const { telemetry = [], now = () => new Date() } = options;
  const given = { transport, registry, delivery, log, telemetry, now };
  await salesWindow.prepare(database);
  const opened = new AsyncDisposableStack();
  try {
    const client = createAnalytics(given);
    const sales = await client.receive({
      orderConfirmed: async ({ value: { confirmedAt, lines, totals } }, ctx) => {
        const items = lines.reduce((sum, { quantity }) => sum + quantity, 0);
        const amounts = { revenue: totals.total.amount, items };
        await salesWindow.add(ctx.tx, { at: confirmedAt, key: totals.total.currency, amounts });
      },
    });
    opened.defer(sales.close);
    const copy = [{ to: shopSales, when: where(orderConfirmed) }];
    const tap = await openTap({ name: 'analytics-tap', from: shopOrders, copy }, given);
    opened.defer(tap.close);
    // A minute that is over changes no more, and is told once.
    const closing = emitWindows({
      window: salesWindow,
      transaction: client.transaction,
      emit: async ({ key: currency, start: minute, events: orders, totals: { revenue } }) =>
        log.info({ minute, currency, orders, revenue }, 'sales of a minute'),
      log,
    });
    opened.defer(closing.close);
    const server = await serveHttp({ apis: [salesApi(database, now)], ...http, log });
    opened.defer(server.close);
    return Object.assign(
      joined([tap, sales], () => opened.disposeAsync()),
      { url: server.url },
    );
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
