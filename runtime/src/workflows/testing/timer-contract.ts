import { describe, expect, it } from 'vitest';
import type { CrashPoint } from '../../core/crash-points.ts';
import { RuntimeError } from '../../core/errors.ts';
import { showWorkflow, workflowHistory } from '../list-workflows.ts';
import { first } from './instance-contract.ts';
import { minute, orderWorkflow } from './order-workflow.ts';
import type { Open } from './workflow-host.ts';

const year = 365.25 * 24 * 60 * minute;

/** What becomes of timers. */
export function describeTimers(open: Open): void {
  describe('a timer', () => {
    it('fires when it is due by the clock of the database, once', async () => {
      const { receive, fireDue, clock, sent, database } = await open();
      await receive('placed');
      clock.advance(15 * minute - 1);
      expect(await fireDue()).toBe(1);
      expect(await sent()).toEqual(['requestPayment']);
      clock.advance(1);
      expect(await fireDue()).toBeUndefined();
      expect(await fireDue()).toBe(15 * minute);
      expect(await sent()).toEqual(['requestPayment', 'requestPayment']);
      expect((await workflowHistory(database, first)).at(-1)).toMatchObject({
        input: { kind: 'timer', name: 'paymentLate', dueAt: clock.now() },
        from: 'unpaid',
        to: 'unpaid',
      });
    });

    it('may be years away', async () => {
      const patient = {
        ...orderWorkflow,
        decide: { ...orderWorkflow.decide, placed: () => [{ start: 'paymentLate', after: 30 * year } as const] },
      };
      const { receive, fireDue, clock, sent } = await open({ versions: [patient] });
      await receive('placed');
      clock.advance(30 * year - 1);
      expect(await fireDue()).toBe(1);
      clock.advance(1);
      await fireDue();
      expect(await sent()).toEqual(['requestPayment']);
    });

    it('is stopped with the status that lists it, and by the end', async () => {
      const { receive, fireDue, clock, sent, database } = await open();
      await receive('placed');
      await receive('paid');
      expect(await showWorkflow(database, first)).toMatchObject({ timers: [] });
      clock.advance(year);
      await fireDue();
      expect(await sent()).toEqual(['requestPayment', 'reserve']);
    });

    it('is stopped by a decision, or started anew', async () => {
      const stopping = {
        ...orderWorkflow,
        transitions: {
          ...orderWorkflow.transitions,
          unpaid: { ...orderWorkflow.transitions.unpaid, short: 'unpaid', reserved: 'unpaid' } as const,
        },
        decide: {
          ...orderWorkflow.decide,
          short: () => [{ stop: 'paymentLate' } as const],
          reserved: (_: object, __: object, { at }: { readonly at: Date }) => [{ start: 'paymentLate', at } as const],
        },
      };
      const { receive, fireDue, clock, sent, database } = await open({ versions: [stopping] });
      await receive('placed');
      await receive('short');
      expect(await showWorkflow(database, first)).toMatchObject({ timers: [], status: 'unpaid' });
      clock.advance(year);
      await receive('reserved');
      await fireDue();
      expect(await sent()).toEqual(['requestPayment', 'requestPayment']);
    });

    it('that a status does not list is not started', async () => {
      const wrong = { ...orderWorkflow, decide: { placed: () => [{ start: 'refundLate', after: 1 } as const] } };
      const { receive } = await open({ versions: [wrong] });
      await expect(receive('placed')).rejects.toThrow(
        "[WORKFLOW_INVALID] order version 1 starts the timer 'refundLate' and becomes 'unpaid', which does not list it.",
      );
    });

    it('that fails comes again later and later, and holds up no other', async () => {
      let broken = true;
      const paymentLate = () => {
        if (broken) throw new TypeError('no template');
        return [];
      };
      const { receive, fireDue, clock, database } = await open({
        versions: [{ ...orderWorkflow, decide: { ...orderWorkflow.decide, paymentLate } }],
      });
      await receive('placed');
      await receive('placed', {}, { orderId: 'o-2' });
      clock.advance(15 * minute);
      await fireDue();
      expect(await fireDue()).toBe(1_000);
      clock.advance(1_000);
      await fireDue();
      expect(await fireDue()).toBe(2_000);
      expect(await showWorkflow(database, first)).toMatchObject({
        stuck: 'fails',
        failure: { input: 'paymentLate', error: 'TypeError: no template' },
        timers: [{ attempts: 2, error: 'TypeError: no template' }],
      });
      broken = false;
      clock.advance(2_000);
      await fireDue();
      expect(await showWorkflow(database, first)).toMatchObject({ failure: undefined, timers: [] });
    });

    it.each<[CrashPoint, number]>([
      ['before-effect', 1],
      ['after-effect', 1],
      ['after-commit', 2],
    ])('fires once where its process dies at %s', async (point, sentThen) => {
      const { receive, again, clock, sent, fireDue } = await open();
      await receive('placed');
      clock.advance(15 * minute);
      // The transaction ends as it does when the connection is gone.
      const dying = await again({
        crashPoints: (reached) => {
          if (reached === point) throw new RuntimeError('DATABASE_UNAVAILABLE', 'killed');
        },
      });
      await expect(dying.fireDue()).rejects.toThrow('killed');
      expect((await sent()).length).toBe(sentThen);
      await fireDue();
      expect(await sent()).toEqual(['requestPayment', 'requestPayment']);
    });
  });
}
