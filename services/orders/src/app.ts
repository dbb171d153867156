import type {
  Accounting,
  Delivery,
  Logger,
  ReceivingStatus,
  Running,
  SchemaRegistry,
  Telemetry,
  Transport,
} from '@eventwright/runtime';
import type { Database } from '@eventwright/runtime/postgres';
import { openWorkflow } from '@eventwright/runtime/workflows';
import { createOrders } from '@shop/contracts/orders';
import { orderWorkflow } from './domain/order-workflow.ts';

export interface OrdersOptions {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly database: Database;
  /** Over that database. */
  readonly delivery: Delivery;
  readonly log: Logger;
  /** Default: none. */
  readonly telemetry?: readonly Telemetry[];
  /** How long a payment may take to be decided before it is asked for again, in milliseconds. Default 15 minutes. */
  readonly paymentPatience?: number;
  /** How long the warehouse may take to dispatch, in milliseconds; then the order is given up. Default 14 days. */
  readonly dispatchPatience?: number;
  /** Default: the system's clock and timers. */
  readonly now?: () => Date;
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** Starts the orders service. It owns nothing that it is given: close that after it. */
export async function startOrders(options: OrdersOptions): Promise<Running> {
  const { database, paymentPatience = 15 * minute, dispatchPatience = 14 * day, ...given } = options;
  const client = createOrders(given);
  const workflow = orderWorkflow({ payment: paymentPatience, dispatch: dispatchPatience });
  const orders = await openWorkflow({ ...given, client, database, versions: [workflow] });
  const running = await client.receive(orders.handlers).catch(async (error: unknown) => {
    await orders.close();
    throw error;
  });
  return {
    get accounting(): Accounting {
      return running.accounting;
    },
    get status(): ReceivingStatus {
      return running.status;
    },
    get failure(): Error | undefined {
      return running.failure;
    },
    failed: running.failed,
    close: async () => {
      await running.close();
      await orders.close();
    },
  };
}
