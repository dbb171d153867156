import type { CrashPoint } from '../../core/crash-points.ts';
import type { Delivery } from '../../core/delivery.ts';
import { RuntimeError } from '../../core/errors.ts';
import type { Publisher } from '../../core/transport.ts';
import type { Fault } from './fault-plan.ts';

/** Does what the faults say, each when its time has come. One for all processes of a run. */
export interface FaultInjector {
  /** Those whose time has come, in that order. */
  readonly injected: readonly Fault[];
  /** True where a process is to be gone now. */
  crashes(point: CrashPoint): boolean;
  publish(publish: Publisher['publish']): Publisher['publish'];
  /** @param restart Called when the process is to close in peace. */
  transaction(transaction: Delivery['transaction'], restart: () => void): Delivery['transaction'];
}

export function createFaultInjector(faults: readonly Fault[]): FaultInjector {
  const injected: Fault[] = [];
  const counts = new Map<string, number>();
  const count = (what: string): number => {
    const nth = (counts.get(what) ?? 0) + 1;
    counts.set(what, nth);
    return nth;
  };
  /** True where the plan has such a fault; it then counts as injected. */
  const isDue = (fits: (fault: Fault) => boolean): boolean => {
    const fault = faults.find((one) => !injected.includes(one) && fits(one));
    if (fault !== undefined) injected.push(fault);
    return fault !== undefined;
  };
  return {
    injected,
    crashes: (point) => {
      const nth = count(point);
      return isDue((fault) => fault.kind === 'crash' && fault.point === point && fault.nth === nth);
    },
    publish: (publish) => async (records) => {
      const nth = count('publish');
      if (isDue((fault) => fault.kind === 'publish-failed' && fault.nth === nth)) throw failedPublish();
      const positions = await publish(records);
      if (isDue((fault) => fault.kind === 'publish-unknown' && fault.nth === nth)) throw failedPublish();
      return positions;
    },
    transaction: (transaction, restart) => async (work) => {
      const nth = count('transaction');
      if (isDue((fault) => fault.kind === 'restart' && fault.nth === nth)) restart();
      const result = await transaction(async (tx) => {
        const done = await work(tx);
        if (isDue((fault) => fault.kind === 'rolled-back' && fault.nth === nth)) throw undone();
        return done;
      });
      if (isDue((fault) => fault.kind === 'commit-unknown' && fault.nth === nth)) throw unheard();
      return result;
    },
  };
}

const asPlanned = 'as the plan of faults has it';
const failedPublish = (): RuntimeError =>
  new RuntimeError('TRANSPORT_FAILED', `The broker does not answer, ${asPlanned}.`);
const undone = (): RuntimeError => new RuntimeError('DATABASE_CONFLICT', `The transaction is undone, ${asPlanned}.`);
const unheard = (): RuntimeError => new RuntimeError('DATABASE_UNAVAILABLE', `The connection is lost, ${asPlanned}.`);
