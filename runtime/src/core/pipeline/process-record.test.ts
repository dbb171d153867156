import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../errors.ts';
import { fatal, retryLater } from '../handler-error.ts';
import { decodedOf } from '../testing/bound.ts';
import { deferred } from '../testing/deferred.ts';
import { record } from '../testing/hand-claim.ts';
import { manualTime } from '../testing/manual-time.ts';
import { type RecordingLogger, recordingLogger } from '../testing/recording-logger.ts';
import { testPipeline, testPolicy } from '../testing/test-pipeline.ts';
import type { OutgoingRecord, RecordPosition } from '../transport.ts';
import type { WaitScope } from './lanes.ts';
import { type Pipeline, processRecord } from './process-record.ts';
import type { RetryPolicy } from './retry-policy.ts';

interface Bench {
  readonly log: RecordingLogger;
  readonly pipeline: Pipeline;
  readonly pauses: [number, WaitScope][];
  readonly letters: OutgoingRecord[];
  readonly attempts: number[];
  process(): Promise<unknown>;
}

const registryDown = new RuntimeError('REGISTRY_UNAVAILABLE', 'x');
const brokerDown = new RuntimeError('TRANSPORT_FAILED', 'x');

/** A pipeline whose slots fail as listed, one error for each time; when a list is used up all is well. */
function bench(
  errors: { decode?: unknown[]; handle?: unknown[]; publish?: unknown[] },
  policy: Partial<RetryPolicy> = {},
): Bench {
  const time = manualTime();
  const pauses: [number, WaitScope][] = [];
  const letters: OutgoingRecord[] = [];
  const attempts: number[] = [];
  const next = (list: unknown[] | undefined): void => {
    if (list !== undefined && list.length > 0) throw list.shift();
  };
  const log = recordingLogger();
  const pipeline = testPipeline({
    decode: async (given) => {
      next(errors.decode);
      return decodedOf(given);
    },
    handle: async (_, { attempt }) => {
      attempts.push(attempt);
      next(errors.handle);
    },
    policyOf: () => ({ ...testPolicy, ...policy }),
    publisher: {
      publish: async (records) => {
        next(errors.publish);
        letters.push(...records);
        return [];
      },
    },
    now: time.now,
    log,
  });
  const turn = {
    pause: async (milliseconds: number, scope: WaitScope): Promise<void> => {
      pauses.push([milliseconds, scope]);
      await time.advance(milliseconds);
    },
  };
  const { signal } = new AbortController();
  const process = (): Promise<unknown> => processRecord(record(7), { turn, signal }, pipeline);
  return { pipeline, pauses, letters, attempts, log, process };
}

/** A registry that is down, then a broker, then a handler that fails. */
function watched(): { readonly pipeline: Pipeline; readonly seen: unknown[] } {
  const { pipeline } = bench({ decode: [registryDown], handle: [brokerDown, brokerDown, new Error('boom')] });
  return { pipeline, seen: [] };
}

function header(letter: OutgoingRecord | undefined, name: string): string {
  return new TextDecoder().decode(letter?.headers.get(name));
}

describe('processRecord', () => {
  it('applies what its handler takes', async () => {
    const { process, attempts, letters } = bench({});
    expect(await process()).toBe('applied');
    expect(attempts).toEqual([1]);
    expect(letters).toEqual([]);
  });

  it('ignores what nobody handles', async () => {
    const { pipeline } = bench({});
    const turn = { pause: async (): Promise<void> => undefined };
    const { signal } = new AbortController();
    const ignoring = { ...pipeline, decode: async () => undefined };
    expect(await processRecord(record(7), { turn, signal }, ignoring)).toBe('ignored');
  });

  it('tries a failing handler three times in place, counting the attempts', async () => {
    const { process, attempts, pauses } = bench({ handle: [new Error('1'), new Error('2')] });
    expect(await process()).toBe('applied');
    expect(attempts).toEqual([1, 2, 3]);
    expect(pauses).toEqual([
      [100, 'key'],
      [200, 'key'],
    ]);
  });

  it('dead-letters after the third failure, with the last error and the time of the first', async () => {
    const { process, letters } = bench({ handle: [new Error('1'), new Error('2'), new TypeError('3')] });
    expect(await process()).toBe('dead');
    expect(letters).toHaveLength(1);
    expect(header(letters[0], 'dlq_reason')).toBe('exhausted');
    expect(header(letters[0], 'dlq_error_message')).toBe('3');
    expect(header(letters[0], 'dlq_attempts')).toBe('3');
    expect(header(letters[0], 'dlq_first_failed_at')).toBe('2026-11-21T10:00:00.000Z');
    expect(header(letters[0], 'dlq_dead_at')).toBe('2026-11-21T10:00:00.300Z');
  });

  it('says what failed under the name by which pino knows errors, or their messages would be left out', async () => {
    const err = new Error('no such order');
    const { process, log } = bench({ handle: [err, err, err] });
    await process();
    expect(log.lines.map(({ details }) => details)).toMatchObject([{ err }, { err }, { err, reason: 'exhausted' }]);
  });

  it('dead-letters at once what is fatal or cannot be read', async () => {
    const fatally = bench({ handle: [fatal('no such currency')] });
    expect(await fatally.process()).toBe('dead');
    expect(header(fatally.letters[0], 'dlq_reason')).toBe('fatal');
    const poison = bench({ decode: [new RuntimeError('FRAME_INVALID', 'x')] });
    expect(await poison.process()).toBe('dead');
    expect(header(poison.letters[0], 'dlq_reason')).toBe('poison');
    expect(header(poison.letters[0], 'dlq_attempts')).toBe('1');
    expect([...fatally.pauses, ...poison.pauses]).toEqual([]);
  });

  it('retries later for as long as the handler wants, holding up its key only', async () => {
    const { process, pauses, letters } = bench({ handle: Array.from({ length: 50 }, () => retryLater('no item')) });
    expect(await process()).toBe('applied');
    expect(pauses).toHaveLength(50);
    expect(pauses.slice(0, 6).map(([milliseconds]) => milliseconds)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000,
    ]);
    expect(new Set(pauses.map(([, scope]) => scope))).toEqual(new Set(['key']));
    expect(letters).toEqual([]);
  });

  it('waits for a registry and a database that are away, without dead letters and without using up tries', async () => {
    const databaseDown = new Error('tx', { cause: new RuntimeError('DATABASE_UNAVAILABLE', 'x') });
    const { process, pauses, letters, attempts } = bench({
      decode: Array.from({ length: 20 }, () => registryDown),
      handle: [...Array.from({ length: 20 }, () => databaseDown), new Error('1'), new Error('2')],
    });
    expect(await process()).toBe('applied');
    expect(letters).toEqual([]);
    expect(attempts).toHaveLength(23);
    expect(pauses.filter(([, scope]) => scope === 'all')).toHaveLength(40);
    expect(Math.max(...pauses.map(([milliseconds]) => milliseconds))).toBe(10_000);
  });

  it('shows an outage for as long as it waits for it, and no longer', async () => {
    const { pipeline, seen } = watched();
    const turn = { pause: async (): Promise<void> => void seen.push(pipeline.outages.current()?.error) };
    const { signal } = new AbortController();
    expect(await processRecord(record(7), { turn, signal }, pipeline)).toBe('applied');
    expect(seen).toEqual([registryDown, brokerDown, brokerDown, undefined]);
    expect(pipeline.outages.current()).toBeUndefined();
  });

  it('is not done before the dead letter is durable, however long that takes', async () => {
    const { process, pauses, letters, attempts } = bench({
      handle: [fatal('x')],
      publish: [brokerDown, brokerDown, new RuntimeError('TOPIC_UNKNOWN', 'x')],
    });
    expect(await process()).toBe('dead');
    expect(letters).toHaveLength(1);
    expect(attempts).toEqual([1]);
    expect(pauses.map(([milliseconds]) => milliseconds)).toEqual([500, 1_000, 2_000]);
  });

  it('is not done while the log has not confirmed the dead letter', async () => {
    const asked = deferred();
    const confirmed = deferred();
    const { pipeline } = bench({ handle: [fatal('x')] });
    const publish = async (): Promise<readonly RecordPosition[]> => {
      asked.resolve();
      await confirmed.promise;
      return [];
    };
    const turn = { pause: async (): Promise<void> => undefined };
    const place = { turn, signal: new AbortController().signal };
    let outcome: unknown;
    const processed = processRecord(record(7), place, { ...pipeline, publisher: { publish } }).then((end) => {
      outcome = end;
    });
    await asked.promise;
    await new Promise(setImmediate);
    expect(outcome).toBeUndefined();
    confirmed.resolve();
    await processed;
    expect(outcome).toBe('dead');
  });

  it.each([undefined, new Error('late failure')])(
    'counts for nothing once the signal is aborted (%s)',
    async (error) => {
      const { pipeline, letters } = bench({});
      const ended = new AbortController();
      const handle = async (): Promise<void> => {
        ended.abort(new Error('partition lost'));
        if (error !== undefined) throw error;
      };
      const turn = { pause: async (): Promise<void> => undefined };
      const processed = processRecord(record(7), { turn, signal: ended.signal }, { ...pipeline, handle });
      await expect(processed).rejects.toThrow('partition lost');
      expect(letters).toEqual([]);
    },
  );
});
