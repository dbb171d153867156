import type { OrderHandlers } from './order-workflow.ts';

/*
 * Who answers an order: a bank and a warehouse, each idempotent by order, as services with an inbox are. What is between
 * them and the workflow are channels that keep their order and may deliver twice.
 */

export interface Delivery {
  readonly name: keyof OrderHandlers;
  readonly id: string;
}

export interface Answers {
  /** `pay` after so many requests that are not answered. */
  readonly bank: { readonly silent: number; readonly says: 'paid' | 'declined' };
  readonly inStock: boolean;
}

export interface ShopModel {
  /** What the workflow has sent arrives where it is meant for; in the order in which it was sent. */
  command(name: string): void;
  /** On its way to the workflow, by channel. */
  readonly channels: readonly Delivery[][];
  /** What the bank holds of the customer's, and what the warehouse keeps for them. */
  readonly books: {
    readonly charges: number;
    readonly refunds: number;
    readonly reserved: number;
    readonly released: number;
  };
}

export function shopModel({ bank, inStock }: Answers): ShopModel {
  const channels: Delivery[][] = [[], [], []];
  const books = { charges: 0, refunds: 0, reserved: 0, released: 0 };
  let requests = 0;
  let closed = false;
  let ids = 0;
  const answer = (channel: number, name: keyof OrderHandlers): void => {
    ids += 1;
    channels[channel]?.push({ name, id: `${name}-${ids}` });
  };
  const commands: Readonly<Record<string, () => void>> = {
    requestPayment: () => {
      requests += 1;
      if (closed || requests <= bank.silent) return;
      if (bank.says === 'paid' && books.charges === 0) books.charges += 1;
      answer(0, bank.says);
    },
    refund: () => {
      closed = true;
      if (books.charges > books.refunds) books.refunds += 1;
      answer(0, 'refunded');
    },
    reserve: () => {
      if (inStock && books.reserved === 0) books.reserved += 1;
      answer(1, inStock ? 'reserved' : 'short');
    },
    release: () => {
      if (books.reserved > books.released) books.released += 1;
    },
  };
  return { channels, books, command: (name) => commands[name]?.() };
}
