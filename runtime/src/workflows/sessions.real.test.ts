import { describe, expect, it } from 'vitest';
import { untilWaiting } from '../delivery/testing/interleaving.ts';
import { connectPostgres } from '../postgres/index.ts';
import { showWorkflow, workflowHistory } from './list-workflows.ts';
import { first } from './testing/instance-contract.ts';
import { minute } from './testing/order-workflow.ts';
import { useWorkflows } from './testing/workflow-host.ts';

const url = process.env['POSTGRES_URL'] ?? '';

/** A host of its own database, so that who waits there waits for one of ours. */
const open = useWorkflows(async () => ({
  database: (schema) => connectPostgres({ url, schema }),
  close: async () => {},
}));

/** Begins to handle an event and stays in its transaction until it is let go. */
function held(): { readonly before: () => Promise<void>; readonly reached: Promise<void>; readonly letGo: () => void } {
  const [reached, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  return {
    before: () => {
      reached.resolve();
      return end.promise;
    },
    reached: reached.promise,
    letGo: end.resolve,
  };
}

describe('two processes', () => {
  it('that start an instance at once make one', async () => {
    const { receive, again, database, sent } = await open();
    const other = await again();
    const slow = held();
    const begun = receive('placed', { amount: 1n }, slow);
    await slow.reached;
    const second = other.receive('placed', { amount: 2n });
    await untilWaiting(database, 1);
    slow.letGo();
    await Promise.all([begun, second]);
    expect(await sent()).toEqual(['requestPayment']);
    expect(await showWorkflow(database, first)).toMatchObject({ state: { amount: 1n }, inputs: 2 });
  });

  it('that start an instance at once make one, also where the first is undone', async () => {
    const { receive, again, database, sent } = await open();
    const other = await again();
    const slow = held();
    const undone = receive(
      'placed',
      { amount: 1n },
      {
        before: async () => {
          await slow.before();
          throw new Error('undone');
        },
      },
    );
    await slow.reached;
    const second = other.receive('placed', { amount: 2n });
    await untilWaiting(database, 1);
    slow.letGo();
    await expect(undone).rejects.toThrow('undone');
    await second;
    expect(await sent()).toEqual(['requestPayment']);
    expect(await showWorkflow(database, first)).toMatchObject({ state: { amount: 2n }, inputs: 1 });
  });

  it('that get two events of an instance at once decide one after the other', async () => {
    const { receive, again, database, sent } = await open();
    const other = await again();
    await receive('placed');
    const slow = held();
    const paid = receive('paid', {}, slow);
    await slow.reached;
    const declined = other.receive('declined');
    await untilWaiting(database, 1);
    slow.letGo();
    await Promise.all([paid, declined]);
    expect(await sent()).toEqual(['requestPayment', 'reserve']);
    expect(await workflowHistory(database, first)).toMatchObject([
      {},
      { from: 'unpaid', to: 'paid' },
      { ignored: true },
    ]);
  });

  it('fire a timer once', async () => {
    const { receive, again, clock, database, sent } = await open();
    await receive('placed');
    clock.advance(15 * minute);
    const slow = held();
    const one = await again({ crashPoints: (point) => (point === 'after-effect' ? slow.before() : undefined) });
    const other = await again();
    const firing = one.fireDue();
    await slow.reached;
    // Somebody has the instance: it looks again soon, and does nothing.
    expect(await other.fireDue()).toBe(50);
    slow.letGo();
    await firing;
    await other.fireDue();
    expect(await sent()).toEqual(['requestPayment', 'requestPayment']);
    expect(await workflowHistory(database, first)).toHaveLength(2);
  });
});

describe('a timer and an event at once', () => {
  it('let the timer see what the event has left, where that comes first', async () => {
    const { receive, again, clock, sent } = await open();
    const timers = await again();
    await receive('placed');
    clock.advance(15 * minute);
    const slow = held();
    const paid = receive('paid', {}, slow);
    await slow.reached;
    expect(await timers.fireDue()).toBe(50);
    slow.letGo();
    await paid;
    expect(await timers.fireDue()).toBeUndefined();
    expect(await sent()).toEqual(['requestPayment', 'reserve']);
  });

  it('let the event see what the timer has left, where that comes first', async () => {
    const { receive, again, clock, database, sent } = await open();
    await receive('placed');
    clock.advance(15 * minute);
    const slow = held();
    const timers = await again({ crashPoints: (point) => (point === 'after-effect' ? slow.before() : undefined) });
    const firing = timers.fireDue();
    await slow.reached;
    const paid = receive('paid');
    await untilWaiting(database, 1);
    slow.letGo();
    await Promise.all([firing, paid]);
    expect(await sent()).toEqual(['requestPayment', 'requestPayment', 'reserve']);
    expect(await showWorkflow(database, first)).toMatchObject({ status: 'paid', inputs: 3, timers: [] });
  });
});
