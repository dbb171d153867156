import { describe, expect, it } from 'vitest';
import { deleteEnded } from '../forget-ended.ts';
import { listWorkflows, showWorkflow, workflowVersions } from '../list-workflows.ts';
import { cancelWorkflow, retryWorkflow } from '../operate-workflows.ts';
import { readingsOf } from '../readings.ts';
import { first, patience } from './instance-contract.ts';
import { minute, orderWorkflow } from './order-workflow.ts';
import type { Open } from './workflow-host.ts';

const day = 24 * 60 * minute;

/** What operators see and do. */
export function describeOperation(open: Open): void {
  describe('instances', () => {
    it('are listed by what they are, those that changed last first', async () => {
      const { receive, database, clock } = await open();
      for (const orderId of ['a', 'b', 'c']) {
        await receive('placed', {}, { orderId });
        clock.advance(1);
      }
      await receive('paid', {}, { orderId: 'a' });
      await receive('declined', {}, { orderId: 'b' });
      const keys = async (selection: Parameters<typeof listWorkflows>[1]) =>
        (await listWorkflows(database, selection)).map(({ key }) => key);
      expect(await keys({})).toEqual(expect.arrayContaining(['a', 'b', 'c']));
      expect(await keys({ status: 'paid' })).toEqual(['a']);
      expect(await keys({ ended: false, workflow: 'order' })).toEqual(['a', 'c']);
      expect(await keys({ ended: true, version: 1 })).toEqual(['b']);
      expect(await keys({ limit: 1, ended: false })).toEqual(['a']);
      expect(await keys({ workflow: 'other' })).toEqual([]);
    });

    it('are stuck where a timer is late, or where nothing comes and none runs', async () => {
      const { receive, database, clock } = await open();
      await receive('placed', {}, { orderId: 'late' });
      await receive('placed', {}, { orderId: 'idle' });
      await receive('paid', {}, { orderId: 'idle' });
      await receive('placed', {}, { orderId: 'ended' });
      await receive('declined', {}, { orderId: 'ended' });
      expect(await listWorkflows(database, { stuck: true })).toEqual([]);
      clock.advance(day + 1);
      await receive('placed', {}, { orderId: 'fresh' });
      const stuck = await listWorkflows(database, { stuck: true });
      expect(stuck.map(({ key, stuck: why }) => [key, why]).sort()).toEqual([
        ['idle', 'idle'],
        ['late', 'late'],
      ]);
      expect(await listWorkflows(database, { stuck: true, idleAfter: 2 * day })).toHaveLength(1);
    });

    it('give readings by status', async () => {
      const { receive, database, clock } = await open();
      await receive('placed', {}, { orderId: 'a' });
      await receive('placed', {}, { orderId: 'b' });
      await receive('paid', {}, { orderId: 'b' });
      clock.advance(16 * minute);
      const labels = { workflow: 'order' };
      expect(await database.transaction((tx) => readingsOf(tx, 'order'))).toEqual(
        expect.arrayContaining([
          { name: 'workflow_instances', value: 1, labels: { ...labels, status: 'unpaid' } },
          { name: 'workflow_instances', value: 1, labels: { ...labels, status: 'paid' } },
          { name: 'workflow_failing', value: 0, labels },
          { name: 'workflow_timer_delay', value: 60, labels },
        ]),
      );
    });

    it('are forgotten a while after their end, with their history', async () => {
      const { receive, database, clock } = await open();
      await receive('placed', {}, { orderId: 'ended' });
      await receive('declined', {}, { orderId: 'ended' });
      await receive('placed');
      clock.advance(day);
      expect(await deleteEnded(database, { workflow: 'order', keep: day })).toBe(0);
      clock.advance(1);
      expect(await deleteEnded(database, { workflow: 'order', keep: day })).toBe(1);
      expect((await listWorkflows(database)).map(({ key }) => key)).toEqual(['o-1']);
    });

    it('have versions with diagrams', async () => {
      const { again, database } = await open();
      await again({ versions: [orderWorkflow, { ...orderWorkflow, version: 2 }] });
      expect(await workflowVersions(database)).toMatchObject([
        { workflow: 'order', version: 2, diagram: expect.stringContaining('[*] --> unpaid : placed') },
        { workflow: 'order', version: 1 },
      ]);
    });
  });

  describe('cancelWorkflow', () => {
    it('has the service do what the definition says, compensation above all', async () => {
      const { receive, database, fireDue, sent } = await open();
      await receive('placed');
      await receive('paid');
      expect(await cancelWorkflow(database, { ...first, reason: 'fraud' })).toBe('asked');
      await fireDue();
      expect(await sent()).toEqual(['requestPayment', 'reserve', 'release', 'refund']);
      expect(await showWorkflow(database, first)).toMatchObject({
        status: 'refunding',
        timers: [{ name: 'refundLate' }],
      });
    });

    it('changes nothing where the status does not list it, and nothing that has ended', async () => {
      const { receive, database, fireDue } = await open();
      expect(await cancelWorkflow(database, { ...first, reason: '' })).toBe('unknown');
      await receive('placed');
      await receive('cancelAsked');
      expect(await cancelWorkflow(database, { ...first, reason: '' })).toBe('asked');
      await fireDue();
      expect(await showWorkflow(database, first)).toMatchObject({
        status: 'refunding',
        inputs: 3,
        timers: [{ name: 'refundLate' }],
      });
      await receive('refunded');
      expect(await cancelWorkflow(database, { ...first, reason: '' })).toBe('ended');
    });

    it('survives another input that comes before it', async () => {
      const { receive, database, fireDue, sent } = await open();
      await receive('placed');
      await cancelWorkflow(database, { ...first, reason: 'fraud' });
      await receive('paid');
      await fireDue();
      expect(await sent()).toEqual(['requestPayment', 'reserve', 'release', 'refund']);
    });
  });

  describe('retryWorkflow', () => {
    it('has timers that failed tried at once', async () => {
      let broken = true;
      const paymentLate = () => {
        if (broken) throw new TypeError('no template');
        return [];
      };
      const { receive, database, clock, fireDue } = await open({
        versions: [{ ...orderWorkflow, decide: { ...orderWorkflow.decide, paymentLate } }],
      });
      await receive('placed');
      clock.advance(15 * minute);
      await fireDue();
      broken = false;
      await fireDue();
      expect(await showWorkflow(database, first)).toMatchObject({ stuck: 'fails' });
      expect(await retryWorkflow(database, first)).toEqual({ timers: 1, events: 0 });
      await fireDue();
      expect(await showWorkflow(database, first)).toMatchObject({ failure: undefined, timers: [] });
    });

    it('has the event that failed taken up again, whether it was parked or given up', async () => {
      const paid = () => {
        throw new TypeError('no such discount');
      };
      const { receive, database } = await open({
        versions: [{ ...orderWorkflow, decide: { ...orderWorkflow.decide, paid } }],
      });
      await receive('placed');
      await expect(receive('paid', {}, { id: 'e-paid' })).rejects.toThrow();
      await expect.poll(() => showWorkflow(database, first), patience).toMatchObject({ stuck: 'fails' });
      await database.transaction((tx) =>
        tx.execute(`insert into eventwright_parked (event_id, state, failures, off) values
          ('e-paid', 'dead', 8, 1), ('e-paid-2', 'dead', 8, 2)`),
      );
      expect(await retryWorkflow(database, first)).toEqual({ timers: 0, events: 1 });
      const parked = await database.transaction((tx) => tx.query('select state from eventwright_parked order by off'));
      expect(parked).toEqual([{ state: 'waiting' }, { state: 'dead' }]);
    });
  });
}
