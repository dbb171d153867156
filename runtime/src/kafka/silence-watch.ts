import { RuntimeError } from '../core/errors.ts';

/** How long a consumer may give no sign of life: longer than any rebalance. In milliseconds. */
const longestSilence = 120_000;

export interface SilenceWatch {
  /** To be called with each sign of life. */
  sign(): void;
  end(): void;
}

/** A client that has lost its way may do nothing any more, and say nothing of it. */
export function watchForSilence(onSilent: (error: RuntimeError) => void): SilenceWatch {
  let lastSign = performance.now();
  const timer = setInterval(() => {
    if (performance.now() - lastSign <= longestSilence) return;
    const message = `the consumer has fetched nothing and tried nothing for ${longestSilence} ms`;
    onSilent(new RuntimeError('TRANSPORT_FAILED', message));
  }, longestSilence / 10).unref();
  return {
    sign() {
      lastSign = performance.now();
    },
    end: () => clearInterval(timer),
  };
}
