import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/decimal.ts';
import { showWorkflow, workflowHistory } from '../list-workflows.ts';
import { minute, orderWorkflow } from './order-workflow.ts';
import type { Open } from './workflow-host.ts';

export const first = { workflow: 'order', key: 'o-1' };

/** Failures are written down a moment later. */
export const patience = { timeout: 20_000 };

/** What becomes of the events of an instance. */
export function describeInstances(open: Open): void {
  describe('an instance', () => {
    it('begins with the input that starts it, together with what it sends and its timers', async () => {
      const { receive, database, sent, clock } = await open();
      await receive('placed');
      expect(await sent()).toEqual(['requestPayment']);
      expect(await showWorkflow(database, first)).toMatchObject({
        status: 'unpaid',
        version: 1,
        inputs: 1,
        correlationId: 'flow-1',
        startedAt: clock.now(),
        state: { orderId: 'o-1', amount: 30n, placedAt: new Date('2026-03-02T09:00:00Z'), asked: 1 },
        timers: [{ name: 'paymentLate', dueAt: new Date(clock.now().getTime() + 15 * minute) }],
      });
    });

    it('leaves nothing where the transaction is undone', async () => {
      const { receive, database, sent } = await open();
      const undone = () => Promise.reject(new Error('undone'));
      await expect(receive('placed', {}, { before: undone })).rejects.toThrow('undone');
      expect([await sent(), await showWorkflow(database, first)]).toEqual([[], undefined]);

      await receive('placed');
      await expect(receive('paid', {}, { before: undone })).rejects.toThrow('undone');
      expect(await showWorkflow(database, first)).toMatchObject({ status: 'unpaid', inputs: 1, timers: [{}] });
      expect(await sent()).toEqual(['requestPayment']);
    });

    it('is one for each key, whatever starts it again', async () => {
      const { receive, database, sent } = await open();
      await receive('placed', { amount: 30n });
      await receive('placed', { amount: 99n });
      await receive('placed', {}, { orderId: 'o-2' });
      expect(await sent()).toEqual(['requestPayment', 'requestPayment']);
      expect(await showWorkflow(database, first)).toMatchObject({ state: { amount: 30n, asked: 1 }, inputs: 2 });
    });

    it('ends where its status lists nothing, and changes no more', async () => {
      const { receive, database, sent } = await open();
      for (const name of ['placed', 'paid', 'reserved', 'cancelAsked', 'paid'] as const) await receive(name);
      expect(await sent()).toEqual(['requestPayment', 'reserve']);
      expect(await showWorkflow(database, first)).toMatchObject({ status: 'done', ended: true, timers: [] });
    });

    it('writes down every input and what it led to', async () => {
      const { receive, database, clock } = await open();
      await receive('placed');
      clock.advance(minute);
      await receive('short', {}, { id: 'early' });
      await receive('paid', {}, { id: 'pay' });
      expect(await workflowHistory(database, first)).toMatchObject([
        {
          n: 1,
          from: 'start',
          to: 'unpaid',
          ignored: false,
          outputs: [{ send: 'requestPayment' }, { after: 15 * minute }],
        },
        { n: 2, from: 'unpaid', to: 'unpaid', ignored: true, outputs: [], input: { kind: 'event', id: 'early' } },
        { n: 3, from: 'unpaid', to: 'paid', input: { name: 'paid', id: 'pay' }, at: clock.now() },
      ]);
    });

    it('treats events of instances that do not exist as the definition says', async () => {
      const { receive, database } = await open();
      await receive('cancelAsked');
      await expect(receive('paid')).rejects.toMatchObject({ handling: 'retry-later' });
      await expect(receive('short')).rejects.toMatchObject({
        handling: 'fatal',
        message: "short: there is no order 'o-1', and this starts none",
      });
      expect(await showWorkflow(database, first)).toBeUndefined();
    });

    it('refuses a key that a database cannot hold', async () => {
      const { receive } = await open();
      await expect(receive('placed', {}, { orderId: '' })).rejects.toThrow(
        '[VALUE_INVALID] The key of order is text of 0',
      );
    });

    it('remembers what JSON has no types for', async () => {
      const rich = {
        when: new Date(0),
        exact: Decimal.of('1.10'),
        big: 2n ** 80n,
        bytes: Uint8Array.of(0, 255),
        zero: '\0',
      };
      const version = {
        ...orderWorkflow,
        initialState: { placed: () => ({ ...rich, orderId: 'o-1' }) },
        decide: {},
        evolve: {},
      };
      const { receive, database } = await open({ versions: [version] });
      await receive('placed');
      expect((await showWorkflow(database, first))?.state).toEqual({ ...rich, orderId: 'o-1' });
    });

    it('shows why it could not decide, until it can', async () => {
      let broken = true;
      const paid = () => {
        if (broken) throw new TypeError('no such discount');
        return [];
      };
      const { receive, database } = await open({
        versions: [{ ...orderWorkflow, decide: { ...orderWorkflow.decide, paid } }],
      });
      await receive('placed');
      await expect(receive('paid')).rejects.toThrow('no such discount');
      await expect
        .poll(() => showWorkflow(database, first), patience)
        .toMatchObject({
          status: 'unpaid',
          stuck: 'fails',
          failure: { input: 'paid', error: 'TypeError: no such discount' },
        });
      broken = false;
      await receive('paid');
      expect(await showWorkflow(database, first)).toMatchObject({
        status: 'paid',
        stuck: undefined,
        failure: undefined,
      });
    });
  });

  describe('versions of a definition', () => {
    const second = {
      ...orderWorkflow,
      version: 2,
      decide: { ...orderWorkflow.decide, paid: () => [] },
    };

    it('begin on the newest and end on the one they began on', async () => {
      const { receive, again, database, sent } = await open();
      await receive('placed', {}, { orderId: 'old' });
      const both = await again({ versions: [orderWorkflow, second] });
      await both.receive('placed', {}, { orderId: 'new' });
      await both.receive('paid', {}, { orderId: 'new' });
      await both.receive('paid', {}, { orderId: 'old' });
      expect(await sent()).toEqual(['requestPayment', 'requestPayment', 'reserve']);
      const versionOf = async (key: string) => (await showWorkflow(database, { workflow: 'order', key }))?.version;
      expect([await versionOf('old'), await versionOf('new')]).toEqual([1, 2]);
    });

    it('wait for a process that has them, and say so', async () => {
      const { receive, again, database } = await open();
      await receive('placed');
      const next = await again({ versions: [second] });
      await expect(next.receive('paid')).rejects.toMatchObject({
        handling: 'retry-later',
        message: expect.stringContaining("order 'o-1' is on version 1, this process has 2. Deploy code that still has"),
      });
      await expect
        .poll(() => showWorkflow(database, first), patience)
        .toMatchObject({ stuck: 'fails', failure: { input: 'paid' } });
      await receive('paid');
      expect(await showWorkflow(database, first)).toMatchObject({ status: 'paid', stuck: undefined });
    });
  });
}
