import type { Logger, TransactionContext } from '../core/client.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import { type Wait, waitByTimer } from '../core/wait.ts';
import type { TumblingWindow, WindowTotals } from './tumbling-window.ts';

export interface EmitWindowsOptions<Measure extends string, Sends extends object> {
  readonly window: TumblingWindow<Measure>;
  /** Of the client: what `emit` sends by it is sent if and when the window is closed. */
  readonly transaction: (work: (context: TransactionContext<Sends>) => Promise<number>) => Promise<number>;
  /** Called once for each window that is over, in the transaction that closes it; called again where that fails. */
  readonly emit: (totals: WindowTotals<Measure>, context: TransactionContext<Sends>) => Promise<unknown>;
  /** How often it looks, in milliseconds. Default 1,000. */
  readonly interval?: number;
  /** Windows that are closed in one transaction. Default 100. */
  readonly batch?: number;
  readonly log?: Logger;
  /** Default: the system's timers. */
  readonly wait?: Wait;
}

/** Closes windows as they are over and tells of each once. Any number of instances may do so beside each other. */
export function emitWindows<Measure extends string, Sends extends object>(
  options: EmitWindowsOptions<Measure, Sends>,
): { close(): Promise<void> } {
  const { window, transaction, emit, interval = 1_000, batch = 100, wait = waitByTimer } = options;
  const log = quietLogger(options.log);
  const ending = new AbortController();

  const closeSome = (): Promise<number> =>
    transaction(async (context) => {
      const closed = await window.close(context.tx, batch);
      for (const totals of closed) await emit(totals, context);
      return closed.length;
    });

  const work = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const closed = await closeSome().catch((error: unknown) => {
        log.warn({ err: error }, 'windows could not be closed, will be tried again');
        return 0;
      });
      if (closed < batch) await wait(interval, ending.signal).catch(() => undefined);
    }
  };
  const working = work();
  return {
    close: async () => {
      ending.abort();
      await working;
    },
  };
}
