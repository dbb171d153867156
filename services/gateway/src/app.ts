import type {
  Delivery,
  Logger,
  ReceivingStatus,
  Running,
  SchemaRegistry,
  Telemetry,
  Transport,
} from '@eventwright/runtime';
import {
  feedApi,
  openFeed,
  openSubscribers,
  type Subscribers,
  serveHttp,
  subscriberApi,
} from '@eventwright/runtime/feeds';
import type { Database } from '@eventwright/runtime/postgres';
import { openWebhooks, type Webhooks, webhookApi } from '@eventwright/runtime/webhooks';
import { createGateway, gatewayApplication } from '@shop/contracts/gateway';

export interface GatewayOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly database: Database;
  /** Over that database. */
  readonly delivery: Delivery;
  readonly log: Logger;
  /** Default: none. */
  readonly telemetry?: readonly Telemetry[];
  readonly http: { readonly port: number; readonly host?: string };
  /** Where partners find it, behind a proxy. Default: as they ask. */
  readonly origin?: string;
  /** Lets its holder add subscribers by HTTP. Default: nobody can. */
  readonly adminToken?: string;
  /** Webhooks may go to these, although they are not on the public internet. Default: none. */
  readonly allowedAddresses?: readonly string[];
  /** Waits before the later tries of a webhook, in milliseconds. Default: that of Standard Webhooks. */
  readonly schedule?: readonly number[];
}

export interface Gateway extends Pick<Running, 'accounting' | 'failure' | 'failed'> {
  /** Where the HTTP API listens. */
  readonly url: string;
  readonly status: ReceivingStatus;
  readonly subscribers: Subscribers;
  readonly webhooks: Webhooks;
  close(): Promise<void>;
}

/** Starts the gateway. It owns nothing that it is given: close that after it. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { transport, registry, database, delivery, log, telemetry = [], adminToken, http } = options;
  const opened = new AsyncDisposableStack();
  try {
    const feed = await openFeed({ database, log });
    opened.defer(feed.close);
    const subscribers = await openSubscribers({ database });
    const { allowedAddresses = [], schedule } = options;
    const webhooks = await openWebhooks({ database, feed, log, allowedAddresses, ...(schedule && { schedule }) });
    opened.defer(webhooks.close);
    const client = createGateway({ transport, registry, delivery, log, telemetry });
    const running = await client.receive(feed.handlers(gatewayApplication));
    opened.defer(running.close);
    const { origin } = options;
    const api = feedApi({ feed, subscribers, title: 'Shop', ...(origin === undefined ? {} : { origin }) });
    const admin = adminToken === undefined ? [] : [subscriberApi({ subscribers, adminToken, events })];
    const apis = [api, webhookApi({ webhooks, subscribers }), ...admin];
    const server = await serveHttp({ apis, log, ...http });
    opened.defer(server.close);
    return gatewayOf(running, { url: server.url, subscribers, webhooks, close: () => opened.disposeAsync() });
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** Message names that partners may be allowed to see. */
const events: readonly string[] = Object.values(gatewayApplication.receive).map(({ message }) => message.name);

function gatewayOf(running: Running, own: Pick<Gateway, 'url' | 'subscribers' | 'webhooks' | 'close'>): Gateway {
  return {
    ...own,
    get accounting() {
      return running.accounting;
    },
    get failure() {
      return running.failure;
    },
    get status() {
      return running.status;
    },
    failed: running.failed,
  };
}
