import { describe, expect, it } from 'vitest';
import { rehearse } from './rehearse.ts';
import { replay } from './replay.ts';
import { minute, orderWorkflow } from './testing/order-workflow.ts';

const placedAt = new Date('2026-03-02T09:00:00Z');
const of = (value: object = {}) => ({ key: 'o-1', value: { orderId: 'o-1', ...value } });
const placed = { key: 'o-1', value: { orderId: 'o-1', amount: 30n, items: 2, placedAt } };

describe('rehearse', () => {
  it('gives back what is decided, and how the instance stands', () => {
    const order = rehearse(orderWorkflow, { key: 'o-1', at: placedAt });
    expect([order.status, order.state, order.ended]).toEqual(['start', undefined, false]);

    const paymentId = expect.any(String);
    expect(order.receive('placed', placed)).toEqual([
      { send: 'requestPayment', key: 'o-1', value: { orderId: 'o-1', amount: 30n, paymentId } },
      { start: 'paymentLate', after: 15 * minute },
    ]);
    expect([...order.timers]).toEqual([['paymentLate', new Date('2026-03-02T09:15:00Z')]]);
    expect(order.receive('paid', of())).toMatchObject([{ send: 'reserve' }]);
    expect([order.status, order.state?.items, order.timers.size]).toEqual(['paid', 2, 0]);
    order.receive('reserved', of());
    expect([order.status, order.ended]).toEqual(['done', true]);
  });

  it('lets time pass and fires timers on the way, those included that they start', () => {
    const order = rehearse(orderWorkflow);
    order.receive('placed', placed);
    expect(order.elapse(15 * minute - 1)).toEqual([]);
    expect(order.elapse(60 * minute)).toMatchObject([
      { send: 'requestPayment' },
      { start: 'paymentLate' },
      { send: 'requestPayment' },
      { start: 'paymentLate' },
      { send: 'refund' },
      { start: 'refundLate' },
      { become: 'refunding' },
      { send: 'refund' },
      { start: 'refundLate' },
      { send: 'refund' },
      { start: 'refundLate' },
    ]);
    expect(order.history.map(({ at }) => at.toISOString().slice(11, 16))).toEqual([
      '00:00',
      '00:15',
      '00:30',
      '00:45',
      '00:55',
      '01:05',
    ]);
  });

  it('is cancelled as by an operator', () => {
    const order = rehearse(orderWorkflow);
    order.receive('placed', placed);
    order.receive('paid', of());
    expect(order.cancel()).toMatchObject([{ send: 'release' }, { send: 'refund' }, { start: 'refundLate' }]);
  });

  it('treats what belongs to no instance as the definition says', () => {
    const order = rehearse(orderWorkflow);
    expect(order.receive('cancelAsked', of())).toEqual([]);
    expect(() => order.receive('short', of())).toThrow('there is no order');
  });
});

describe('replay', () => {
  const history = () => {
    const order = rehearse(orderWorkflow);
    order.receive('placed', placed);
    order.elapse(15 * minute);
    order.receive('short', of());
    order.receive('paid', of());
    return order.history;
  };

  it('finds nothing where the definition decides as before', () => {
    expect(replay(orderWorkflow, history())).toBeUndefined();
    expect(replay({ ...orderWorkflow, evolve: { ...orderWorkflow.evolve } }, [])).toBeUndefined();
  });

  it('finds the first decision that differs', () => {
    const eager = { ...orderWorkflow, decide: { ...orderWorkflow.decide, paid: () => [] } };
    expect(replay(eager, history())).toMatchObject({
      n: 4,
      input: 'paid',
      recorded: { to: 'paid', outputs: [{ send: 'reserve' }] },
      decided: { to: 'paid', outputs: [] },
    });
  });

  it('finds a status that differs, and an input that counts by now', () => {
    const { unpaid } = orderWorkflow.transitions;
    const strict = { ...orderWorkflow.transitions, unpaid: { ...unpaid, paid: 'done' } as const };
    expect(replay({ ...orderWorkflow, transitions: strict }, history())).toMatchObject({
      n: 4,
      decided: { to: 'done' },
    });
    const lax = { ...orderWorkflow.transitions, unpaid: { ...unpaid, short: 'unpaid' } as const };
    expect(replay({ ...orderWorkflow, transitions: lax }, history())).toMatchObject({
      n: 3,
      recorded: { ignored: true },
      decided: { ignored: false },
    });
  });

  it('finds a decision that throws', () => {
    const paid = () => {
      throw new TypeError('no such discount');
    };
    const broken = { ...orderWorkflow, decide: { ...orderWorkflow.decide, paid } };
    expect(replay(broken, history())).toMatchObject({ n: 4, decided: { error: new TypeError('no such discount') } });
  });

  it('does not mind the order of fields', () => {
    const turned = {
      ...orderWorkflow,
      decide: {
        ...orderWorkflow.decide,
        paid: ({ orderId, items }: { readonly orderId: string; readonly items: number }) => [
          { value: { items, orderId }, key: orderId, send: 'reserve' } as const,
        ],
      },
    };
    expect(replay(turned, history())).toBeUndefined();
  });
});
