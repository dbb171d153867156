import type { ItemAnswered } from '@shop/contracts/messages/item-answered';
import type { StorefrontSends } from '@shop/contracts/storefront';

export type ItemAnswer = ItemAnswered['answer'];

/** Questions to the warehouse over the event bus, and the answers that come back. */
export interface ItemQuestions {
  /** Asks, and waits for the answer. Undefined where none came in time. */
  ask(sku: string): Promise<ItemAnswer | undefined>;
  /** Hands an answer to whoever asked. Answers to other instances and late ones are nobody's. */
  answered(requestId: string, answer: ItemAnswer): void;
}

export interface ItemQuestionsOptions {
  readonly send: Pick<StorefrontSends, 'itemRequested'>;
  readonly now: () => Date;
  readonly newId: () => string;
  /** How long to wait for an answer, in milliseconds. */
  readonly patience: number;
}

export function createItemQuestions({ send, now, newId, patience }: ItemQuestionsOptions): ItemQuestions {
  const open = new Map<string, (answer: ItemAnswer) => void>();
  return {
    async ask(sku) {
      const requestId = newId();
      const { promise, resolve } = Promise.withResolvers<ItemAnswer | undefined>();
      open.set(requestId, resolve);
      const timer = setTimeout(resolve, patience, undefined);
      try {
        await send.itemRequested({
          key: sku,
          value: { requestId, sku, requestedBy: 'storefront', requestedAt: now() },
        });
        return await promise;
      } finally {
        clearTimeout(timer);
        open.delete(requestId);
      }
    },
    answered(requestId, answer) {
      open.get(requestId)?.(answer);
    },
  };
}
