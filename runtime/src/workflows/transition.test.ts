import { describe, expect, it } from 'vitest';
import { type AnyInput, callable } from './any-workflow.ts';
import { minute, orderWorkflow } from './testing/order-workflow.ts';
import { type Moment, transition } from './transition.ts';

const workflow = callable(orderWorkflow);
const at = new Date('2026-03-02T09:00:00Z');

const event = (name: string, value: object = {}): AnyInput => ({
  kind: 'event',
  name,
  id: `e-${name}`,
  time: at,
  correlationId: 'c',
  key: 'o-1',
  value: { orderId: 'o-1', ...value },
  headers: {},
});

const placed = event('placed', { amount: 30n, items: 2, placedAt: at });
const late: AnyInput = { kind: 'timer', name: 'paymentLate', dueAt: at };

const decide = (before: Moment | undefined, input: AnyInput, n = 1) =>
  transition(workflow, before, { key: 'o-1', n, at, input });

/** The instance after these inputs. */
const given = (...inputs: readonly AnyInput[]): Moment => {
  const [first = placed, ...rest] = inputs;
  const { status, state } = rest.reduce(
    (moment, input, index) => decide(moment, input, index + 2),
    decide(undefined, first),
  );
  return { status, state };
};

describe('transition', () => {
  it('makes the state of a new instance by the input that starts it, then decides and evolves', () => {
    const { status, state, outputs, timers, ended } = decide(undefined, placed);

    expect([status, ended, timers]).toEqual(['unpaid', false, expect.arrayContaining(['paymentLate'])]);
    expect(state).toMatchObject({ orderId: 'o-1', amount: 30n, asked: 1 });
    expect(outputs).toMatchObject([{ send: 'requestPayment' }, { start: 'paymentLate', after: 15 * minute }]);
  });

  it('decides the same when it decides again, new ids included', () => {
    const [once, again] = [decide(undefined, placed), decide(undefined, placed)];
    expect(again).toEqual(once);
    const other = transition(workflow, undefined, { key: 'o-2', n: 1, at, input: placed });
    expect(other.state).not.toEqual(once.state);
  });

  it('leads to the only status there is, without asking', () => {
    expect(decide(given(placed), event('paid'))).toMatchObject({ status: 'paid', outputs: [{ send: 'reserve' }] });
  });

  it('leads to the first status of several, unless the decision says which', () => {
    expect(decide(given(placed), late)).toMatchObject({ status: 'unpaid', state: { asked: 2 } });
    expect(decide(given(placed, late, late), late)).toMatchObject({ status: 'refunding' });
  });

  it('changes nothing where the status does not list the input', () => {
    const before = given(placed, event('declined'));
    expect(decide(before, event('paid'))).toEqual({ ...before, outputs: [], ignored: true, ended: true, timers: [] });
  });

  it('changes nothing where the decision is undefined', () => {
    const picky = callable({ ...orderWorkflow, decide: { ...orderWorkflow.decide, paid: () => undefined } });
    const before = given(placed);
    const after = transition(picky, before, { key: 'o-1', n: 2, at, input: event('paid') });
    expect(after).toMatchObject({ ...before, ignored: true });
  });

  it('leads on without outputs where there is no decision', () => {
    expect(decide(given(placed, event('paid')), event('reserved'))).toMatchObject({
      status: 'done',
      outputs: [],
      ignored: false,
    });
  });

  it('refuses a status that the transitions do not allow', () => {
    const wrong = callable({
      ...orderWorkflow,
      decide: { ...orderWorkflow.decide, paid: () => [{ become: 'rejected' } as const] },
    });
    expect(() => transition(wrong, given(placed), { key: 'o-1', n: 2, at, input: event('paid') })).toThrow(
      "[WORKFLOW_INVALID] order version 1, paid in 'unpaid' becomes 'rejected', but transitions allow paid.",
    );
  });

  it('does not take what every object has for an input', () => {
    expect(decide(given(placed), event('toString'))).toMatchObject({ ignored: true });
  });

  it('lets evolve see the input before the commands', () => {
    const seen: string[] = [];
    const watched: typeof orderWorkflow = {
      ...orderWorkflow,
      evolve: {
        paid: (order) => {
          seen.push('paid');
          return order;
        },
        reserve: (order, command) => {
          seen.push(`reserve ${command.value.items}`);
          return order;
        },
      },
    };
    transition(callable(watched), given(placed), { key: 'o-1', n: 2, at, input: event('paid') });
    expect(seen).toEqual(['paid', 'reserve 2']);
  });
});
