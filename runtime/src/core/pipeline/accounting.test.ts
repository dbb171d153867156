import { describe, expect, it } from 'vitest';
import { openBook } from './accounting.ts';

describe('openBook', () => {
  it('balances whatever becomes of the records', () => {
    const book = openBook();
    for (let record = 0; record < 6; record += 1) book.received();
    book.done('applied');
    book.done('ignored');
    book.done('dead');
    book.waiting();
    book.returned(2);
    expect(book.read()).toMatchObject({ received: 4, applied: 1, ignored: 1, dead: 1, inFlight: 1, waiting: 1 });
    book.resumed();
    book.done('applied');
    expect(book.read()).toMatchObject({ received: 4, applied: 2, ignored: 1, dead: 1, inFlight: 0, waiting: 0 });
  });
});
