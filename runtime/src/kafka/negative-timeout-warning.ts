/**
 * Keeps one warning from standard error: kafkajs asks for timers with a negative delay, which since Node 24 warns,
 * once per process. The delay is harmless, the client frozen, the warning nothing its user could act on. Warnings of
 * any other kind or from any other code pass.
 */
export function silenceNegativeTimeouts(): void {
  if (silenced) return;
  silenced = true;
  const emitWarning = process.emitWarning;
  // The overloads of `emitWarning` cannot be spread one by one; what comes in goes on as it came.
  process.emitWarning = (...args: readonly unknown[]): void => {
    if (args[1] === 'TimeoutNegativeWarning' && fromKafkajs.test(new Error().stack ?? '')) return;
    Reflect.apply(emitWarning, process, args);
  };
}

const fromKafkajs = /[\\/]kafkajs[\\/]/;

let silenced = false;
