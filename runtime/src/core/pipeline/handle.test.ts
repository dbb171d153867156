import { describe, expect, it, vi } from 'vitest';
import type { Sent } from '../application.ts';
import { noTransaction } from '../no-transaction.ts';
import type { AnyHandler, AnySend } from '../routes.ts';
import type { Cause, SendingFor, SendsFor } from '../sender.ts';
import { sentRecords } from '../sent-records.ts';
import { decodedOf } from '../testing/bound.ts';
import { deferred } from '../testing/deferred.ts';
import { record } from '../testing/hand-claim.ts';
import { atRest, manualTime } from '../testing/manual-time.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { waitByTimer } from '../wait.ts';
import { createHandle } from './handle.ts';

const sent: Sent = { id: 'e-2', topic: 'shop.orders' };
const message = { key: 'o-1', value: {} };
const never = new AbortController().signal;

/** Runs the handler on an event, with one thing to send. */
async function handle(handler: AnyHandler, send: AnySend = async () => sent, signal = never): Promise<void> {
  const given = { attempt: 2, timeout: 1_000, signal };
  await createHandle(
    () => ({ orderConfirmed: send }),
    waitByTimer,
    recordingLogger(),
  )(decodedOf(record(1), handler), given);
}

describe('createHandle', () => {
  it('gives the handler the event, the attempt and the signal', async () => {
    const handler = vi.fn<AnyHandler>();
    await handle(handler);
    expect(handler).toHaveBeenCalledOnce();
    const [event, ctx] = handler.mock.calls[0] ?? [];
    expect(event).toMatchObject({ id: 'e-1', name: 'OrderConfirmed' });
    expect(ctx).toMatchObject({ attempt: 2, tx: noTransaction });
    expect(ctx?.signal.aborted).toBe(false);
  });

  it('sends on behalf of the event, counting by message and key', async () => {
    let cause: Cause | undefined;
    const run = createHandle(
      (given) => {
        cause = given?.cause;
        return {};
      },
      waitByTimer,
      recordingLogger(),
    );
    await run(decodedOf(record(5)), { attempt: 1, timeout: 1_000, signal: never });
    expect(cause).toMatchObject({ id: 'e-5', correlationId: 'c-1' });
    const key = Uint8Array.of(1, 2);
    expect(cause?.ordinal('A', key)).toBe(0);
    expect(cause?.ordinal('A', Uint8Array.of(1, 2))).toBe(1);
    expect(cause?.ordinal('B', key)).toBe(0);
    expect(cause?.ordinal('A', Uint8Array.of(12))).toBe(0);
  });

  it('is done only when everything is durable, also what the handler did not wait for', async () => {
    const durable = deferred();
    let done = false;
    const handled = handle(
      async (_, ctx) => void ctx.send['orderConfirmed']?.(message),
      async () => {
        await durable.promise;
        return sent;
      },
    ).then(() => {
      done = true;
    });
    await atRest();
    expect(done).toBe(false);
    durable.resolve();
    await handled;
    expect(done).toBe(true);
  });

  it('fails with a send that the handler did not wait for', async () => {
    const durable = deferred();
    const handled = handle(
      async (_, ctx) => void ctx.send['orderConfirmed']?.(message),
      async () => {
        await durable.promise;
        return sent;
      },
    );
    durable.reject(new Error('no broker'));
    await expect(handled).rejects.toThrow('no broker');
  });

  it('fails with a send that failed while the handler was still at work and listened to nothing', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const handled = handle(
      async (_, ctx) => {
        void ctx.send['orderConfirmed']?.(message);
        await new Promise(setImmediate);
      },
      async () => {
        throw new Error('invalid');
      },
    );
    await expect(handled).rejects.toThrow('invalid');
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('lets a handler cope with a failed send itself', async () => {
    await handle(
      async (_, ctx) => {
        await ctx.send['orderConfirmed']?.(message).catch(() => undefined);
      },
      async () => {
        throw new Error('refused');
      },
    );
  });

  it('waits for sends under way before it fails, so that a retry does not overtake them', async () => {
    const durable = deferred();
    let failed = false;
    const handled = handle(
      async (_, ctx) => {
        void ctx.send['orderConfirmed']?.(message);
        throw new Error('boom');
      },
      async () => {
        await durable.promise;
        return sent;
      },
    ).catch((error: unknown) => {
      failed = true;
      throw error;
    });
    await atRest();
    expect(failed).toBe(false);
    durable.resolve();
    await expect(handled).rejects.toThrow('boom');
  });

  it('refuses to send once the handler has returned', async () => {
    let late: (() => Promise<unknown> | undefined) | undefined;
    await handle(async (_, ctx) => {
      late = () => ctx.send['orderConfirmed']?.(message);
    });
    await expect(late?.()).rejects.toThrow('[HANDLER_ENDED] the handler of OrderConfirmed sends after it has returned');
  });

  it('refuses to send once the work no longer counts', async () => {
    const ended = new AbortController();
    const send = vi.fn<AnySend>();
    const handled = handle(
      async (_, ctx) => {
        ended.abort(new Error('partition lost'));
        await ctx.send['orderConfirmed']?.(message);
      },
      send,
      ended.signal,
    );
    await expect(handled).rejects.toThrow('partition lost');
    expect(send).not.toHaveBeenCalled();
  });

  it('gives up a handler that takes too long, and leaves no timer behind where it does not', async () => {
    const time = manualTime();
    const run = createHandle(() => ({}), time.wait, recordingLogger());
    const given = { attempt: 1, timeout: 1_000, signal: never };
    await run(decodedOf(record(1)), given);
    expect(time.waiting).toBe(0);
    const hanging = run(
      decodedOf(record(1), () => deferred().promise),
      given,
    ).catch((error: unknown) => error);
    await time.advance(1_000);
    expect(await hanging).toMatchObject({ code: 'HANDLER_TIMEOUT' });
  });

  it('gives the handler the transaction, and has what it sends wait there', async () => {
    const tx = { ...noTransaction };
    const sentThere = sentRecords();
    let sending: SendingFor | undefined;
    const sendsFor: SendsFor = (given) => {
      sending = given;
      return {};
    };
    const handler = vi.fn<AnyHandler>();
    const given = { attempt: 1, timeout: 1_000, signal: never, transaction: { tx, sent: sentThere } };
    await createHandle(sendsFor, waitByTimer, recordingLogger())(decodedOf(record(1), handler), given);
    expect(handler.mock.calls[0]?.[1].tx).toBe(tx);
    expect(sending?.sent).toBe(sentThere);
  });
});
