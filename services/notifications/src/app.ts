import type { Delivery, Logger, Running, SchemaRegistry, Telemetry, Transport } from '@eventwright/runtime';
import { httpFunction, localFunction } from '@eventwright/runtime/functions';
import { type Database, migrate } from '@eventwright/runtime/postgres';
import { createNotifications } from '@shop/contracts/notifications';
import type { Mailer } from './adapters/mailer.ts';
import { migrations } from './adapters/migrations.ts';
import {
  composeOrderCancelled,
  composeOrderConfirmed,
  composeOrderDispatched,
  composeOrderReceived,
  composeOrderRejected,
  composeParcelDelivered,
  composeParcelShipped,
  composePaymentRefunded,
} from './domain/compose-email.ts';
import type { Environment } from './environment.ts';
import { warnOfSoldOut } from './functions/warn-of-sold-out.ts';
import { notify } from './handlers/notify.ts';

export { folderMailer } from './adapters/folder-mailer.ts';
export type { Mailer, OutgoingEmail } from './adapters/mailer.ts';
export { smtpMailer } from './adapters/smtp-mailer.ts';

export interface NotificationsOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly database: Database;
  /** Over that database. */
  readonly delivery: Delivery;
  readonly mailer: Mailer;
  /** Where the function is that writes of items that are sold out. Default: it runs in this process. */
  readonly soldOutUrl?: string;
  readonly log: Logger;
  /** Default: none. */
  readonly telemetry?: readonly Telemetry[];
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: random UUIDs. */
  readonly newId?: () => string;
}

/** Starts the notifications service. It owns nothing that it is given: close that after it. */
export async function startNotifications(options: NotificationsOptions): Promise<Running> {
  const { transport, registry, database, delivery, mailer, soldOutUrl, log } = options;
  const { telemetry = [], now = () => new Date(), newId = () => crypto.randomUUID() } = options;
  await migrate(database, migrations);
  const environment: Environment = { mailer, now, newId };
  return createNotifications({ transport, registry, delivery, log, telemetry, now }).receive(
    {
      temporaryOrderCreated: notify(environment, composeOrderReceived),
      orderConfirmed: notify(environment, composeOrderConfirmed),
      orderRejected: notify(environment, composeOrderRejected),
      orderCancelled: notify(environment, composeOrderCancelled),
      paymentRefunded: notify(environment, composePaymentRefunded),
      orderDispatched: notify(environment, composeOrderDispatched),
      parcelShipped: notify(environment, composeParcelShipped),
      parcelDelivered: notify(environment, composeParcelDelivered),
      stockChanged: soldOutUrl === undefined ? localFunction(warnOfSoldOut(mailer)) : httpFunction({ url: soldOutUrl }),
    },
    // An e-mail cannot be rolled back with others: each has a transaction of its own.
    { batch: 1 },
  );
}
