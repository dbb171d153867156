import { RuntimeError } from '../core/errors.ts';

/** Notices that a member of a group works for nobody. */
export interface UnclaimedWatch {
  /**
   * Records came of a partition that has no claim, or the group goes on with a member that has none: because something
   * was under way when claims ended, or worse.
   */
  seen(): void;
  /** Claims are being taken up; resolves with whether they were, which settles the matter. */
  during(taking: Promise<boolean>): Promise<boolean>;
  end(): void;
}

/** @param timeout How long claims may take to follow, in milliseconds. */
export function watchForUnclaimed(timeout: number, onUnclaimed: (error: RuntimeError) => void): UnclaimedWatch {
  let timer: NodeJS.Timeout | undefined;
  let takings = 0;
  const end = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const due = (): void => {
    timer = undefined;
    if (takings > 0) return;
    onUnclaimed(new RuntimeError('TRANSPORT_FAILED', 'the consumer is a member of its group and has no claims'));
  };
  return {
    seen() {
      if (takings === 0) timer ??= setTimeout(due, timeout);
    },
    async during(taking) {
      takings += 1;
      const taken = await taking.finally(() => {
        takings -= 1;
      });
      if (taken) end();
      return taken;
    },
    end,
  };
}
