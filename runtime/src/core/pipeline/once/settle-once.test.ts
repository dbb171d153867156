import { describe, expect, it, vi } from 'vitest';
import { RuntimeError } from '../../errors.ts';
import { fatal, retryLater } from '../../handler-error.ts';
import { headerBytes } from '../../header-text.ts';
import { record } from '../../testing/hand-claim.ts';
import { type OnceBench, onceBench } from '../../testing/once-bench.ts';

const down = new RuntimeError('DATABASE_UNAVAILABLE', 'x');
const boom = new Error('boom');
const ladder = { attempts: 2, later: [5_000] };

const a = (offset: number) => record(offset, { key: 'a' });

/** Handlers that fail as listed by offset, one error for each try. */
function failing(
  errors: Readonly<Record<number, unknown[]>>,
  options: Parameters<typeof onceBench>[0] = {},
): OnceBench {
  return onceBench({
    ...options,
    handle: async ({ event }) => {
      const next = errors[Number(event.offset)];
      if (next !== undefined && next.length > 0) throw next.shift();
    },
  });
}

describe('settleOnce, where all goes well', () => {
  it('settles records of a lane in one transaction, in their order', async () => {
    const { settle, outcomes, delivery, steps } = onceBench();
    await settle(a(0), a(1), a(2));
    expect(outcomes).toEqual(['0 applied', '1 applied', '2 applied']);
    expect(steps.filter((step) => step === 'begin')).toHaveLength(1);
    expect(delivery.effects).toEqual([['e-0'], ['e-1'], ['e-2']]);
  });

  it('knows what was settled before, by whomever', async () => {
    const { settle, outcomes, delivery } = onceBench();
    await settle(a(0), a(1));
    await settle(a(1), a(2));
    expect(outcomes.slice(2)).toEqual(['1 deduplicated', '2 applied']);
    expect(delivery.effects).toHaveLength(3);
  });

  it('knows an event again that was published twice', async () => {
    const { settle, outcomes } = onceBench({ idOf: () => 'same' });
    await settle(a(0), a(1));
    await settle(a(2));
    expect(outcomes).toEqual(['0 applied', '1 deduplicated', '2 deduplicated']);
  });

  it('gives handlers the transaction, and puts what they send into the outbox with it', async () => {
    const { settle, delivery } = onceBench({
      handle: async ({ event }, { transaction, attempt }) => {
        expect(attempt).toBe(1);
        const key = headerBytes(event.id);
        transaction?.sent.reserve()({ topic: 'out', key, value: null, headers: new Map() });
      },
    });
    await settle(a(0), a(1));
    expect(delivery.outbox.map(({ key }) => key)).toEqual([headerBytes('e-0'), headerBytes('e-1')]);
  });

  it('ignores what is not for this application, without a transaction', async () => {
    const { settle, outcomes, steps } = onceBench({ decode: async () => undefined });
    await settle(a(0));
    expect(outcomes).toEqual(['0 ignored']);
    expect(steps).toEqual([]);
  });

  it('leaves a replay to the group that it is for', async () => {
    const { settle, outcomes } = onceBench();
    const replayFor = (offset: number, group: string) =>
      record(offset, {
        key: 'a',
        headers: new Map([
          ['dlq_replay_id', headerBytes('r')],
          ['dlq_group', headerBytes(group)],
        ]),
      });
    await settle(replayFor(0, 'others'), replayFor(1, 'orders'));
    expect(outcomes).toEqual(['0 ignored', '1 applied']);
  });

  it('passes the points at which it may crash, in order, and tells the tables how far all is committed', async () => {
    const { settle, reached, settling, delivery } = onceBench();
    await settle(a(0));
    const heard = vi.spyOn(delivery, 'settled');
    await settling.committed(1n);
    expect(heard).toHaveBeenCalledExactlyOnceWith({ consumer: 'orders', topic: 'shop.orders', partition: 0 }, 1n);
    expect(reached).toEqual(['before-effect', 'after-effect', 'after-commit', 'after-offset-commit']);
  });
});

describe('settleOnce, where a handler fails', () => {
  it('goes one by one where one of several fails, so that only that one is tried again', async () => {
    const { settle, outcomes, delivery, attempts, pauses } = failing({ 1: [boom, boom] });
    await settle(a(0), a(1), a(2));
    expect(outcomes).toEqual(['0 applied', '1 applied', '2 applied']);
    expect(delivery.effects).toEqual([['e-0'], ['e-1'], ['e-2']]);
    expect(attempts).toEqual(['0: 1', '1: 1', '0: 1', '1: 1', '1: 2', '2: 1']);
    expect(pauses).toEqual([[100, 'key']]);
  });

  it('parks its key where the tries in place are used up, and those behind it with it', async () => {
    const { settle, outcomes, delivery, due } = failing({ 0: [boom, boom] }, { policy: ladder });
    await settle(a(0));
    await settle(a(1), a(2));
    expect(outcomes).toEqual(['0 parked', '1 parked', '2 parked']);
    expect(delivery.parked()).toEqual({ waiting: [0n], behind: [1n, 2n], dead: [] });
    expect(due).toEqual([5_000]);
  });

  it('lets other keys of the lane flow while one is parked', async () => {
    const { settle, outcomes } = failing({ 0: [boom, boom] }, { policy: ladder });
    await settle(a(0));
    await settle(record(1, { key: 'another' }), record(2));
    expect(outcomes).toEqual(['0 parked', '1 applied', '2 applied']);
  });

  it('takes parked records up when they are due, in their order, several in one transaction', async () => {
    const { settle, takeUp, outcomes, attempts, delivery, time, steps } = failing(
      { 0: [boom, boom] },
      { policy: ladder },
    );
    await settle(a(0));
    await settle(a(1), a(2));
    await takeUp('a');
    expect(outcomes).toHaveLength(3);
    await time.advance(5_000);
    steps.length = 0;
    expect(await takeUp('a')).toBe(true);
    expect(await takeUp('a')).toBe(false);
    expect(outcomes.slice(3)).toEqual(['again applied', 'again applied', 'again applied']);
    expect(attempts.slice(2)).toEqual(['0: 3', '1: 1', '2: 1']);
    expect(delivery.effects).toEqual([['e-0'], ['e-1'], ['e-2']]);
    expect(steps.filter((step) => step === 'commit')).toHaveLength(3);
  });

  it('buries what has failed to the end, and holds its key until that is redriven', async () => {
    const { settle, takeUp, outcomes, delivery, time, reasons, due } = failing(
      // One of them in the transaction with its follower, which uses up no try.
      { 0: [boom, boom, boom, boom] },
      { policy: ladder },
    );
    await settle(record(0, { key: 'a', headers: new Map([['ce_id', headerBytes('e-0')]]) }));
    await settle(a(1));
    await time.advance(5_000);
    expect(await takeUp('a')).toBe(false);
    expect(outcomes).toEqual(['0 parked', '1 parked', 'again dead']);
    expect(reasons()).toEqual(['exhausted']);
    expect(delivery.parked()).toEqual({ waiting: [], behind: [1n], dead: [0n] });
    const [letter] = delivery.outbox;
    const headers = new Map([...(letter?.headers ?? []), ['dlq_replay_id', headerBytes('r-1')]]);
    await settle(record(2, { key: 'a', headers }));
    expect(outcomes.at(-1)).toBe('2 parked');
    expect(due.at(-1)).toBe(0);
    await takeUp('a');
    expect(delivery.effects).toEqual([['e-0'], ['e-1']]);
  });

  it('holds nobody behind a record without a key', async () => {
    const { settle, outcomes, delivery } = failing({ 0: [boom, boom] }, { policy: { attempts: 2 } });
    await settle(record(0));
    expect(outcomes).toEqual(['0 dead']);
    expect(delivery.parked().dead).toEqual([]);
  });

  it('buries at once what is fatal, and goes on with those behind it', async () => {
    const { settle, outcomes, delivery, reasons, pauses } = failing({ 0: [fatal('no'), fatal('no')] });
    await settle(a(0), a(1));
    expect(outcomes).toEqual(['0 dead', '1 applied']);
    expect(reasons()).toEqual(['fatal']);
    expect(delivery.effects).toEqual([['e-1']]);
    expect(pauses).toEqual([]);
  });

  it('lets an event be handled after its death, since a dead one was not claimed', async () => {
    const { settle, outcomes } = failing({ 0: [fatal('no')] }, { idOf: () => 'same' });
    await settle(a(0));
    await settle(a(1));
    expect(outcomes).toEqual(['0 dead', '1 applied']);
  });

  it('parks what asks to be tried later, for longer each time, without using up tries', async () => {
    const errors = { 0: Array.from({ length: 4 }, () => retryLater('not yet')) };
    const { settle, takeUp, outcomes, due, time } = failing(errors, { policy: { attempts: 1 } });
    await settle(a(0));
    for (const wait of [1_000, 2_000, 4_000, 8_000]) {
      await time.advance(wait);
      await takeUp('a');
    }
    expect(due).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(outcomes.at(-1)).toBe('again applied');
  });

  it('does as the contract says of a class of errors', async () => {
    const slow = Object.assign(new Error('slow'), { code: 'SLOW' });
    const errors = [{ error: 'SLOW', class: 'retry' }] as const;
    const { settle, outcomes, attempts } = failing({ 0: [slow] }, { policy: { ...ladder, errors } });
    await settle(a(0));
    expect(outcomes).toEqual(['0 parked']);
    expect(attempts).toEqual(['0: 1']);
  });
});

describe('settleOnce, where bytes or sizes are wrong', () => {
  it('buries raw what cannot be read, within one try, and goes on', async () => {
    const poison = new RuntimeError('FRAME_INVALID', 'x');
    const { settle, outcomes, reasons, delivery } = onceBench({ unreadable: { 0: poison } });
    const value = Uint8Array.of(255, 0, 255);
    await settle(record(0, { key: 'a', value }), a(1));
    expect(outcomes).toEqual(['0 dead', '1 applied']);
    expect(reasons()).toEqual(['poison']);
    expect(delivery.outbox[0]?.value).toEqual(value);
  });

  it('buries an event whose handler sends too much, without its effect', async () => {
    const { settle, outcomes, reasons, delivery } = onceBench({
      handle: async (_, { transaction }) => {
        const value = new Uint8Array(2_000);
        transaction?.sent.reserve()({ topic: 'out', key: null, value, headers: new Map() });
      },
      maxRecordBytes: 1_999,
    });
    await settle(a(0));
    expect(outcomes).toEqual(['0 dead']);
    expect(reasons()).toEqual(['oversize']);
    expect(delivery.effects).toEqual([]);
  });

  it('keeps a dead letter that is too large for the outbox with what is parked', async () => {
    const { settle, outcomes, delivery } = failing({ 0: [fatal('no')] }, { maxRecordBytes: 1_999 });
    await settle(record(0, { key: 'a', value: new Uint8Array(2_000) }));
    expect(outcomes).toEqual(['0 dead']);
    expect(delivery.outbox).toEqual([]);
    expect(delivery.parked().dead).toEqual([0n]);
  });

  it('buries what came too late for anybody to know whether it was handled', async () => {
    const { settle, outcomes, reasons } = onceBench({ dedupeWindow: 500 });
    await settle({ ...a(0), timestamp: 1_501 });
    await settle({ ...a(1), timestamp: 1_500 });
    expect(outcomes).toEqual(['0 dead', '1 applied']);
    expect(reasons()).toEqual(['too_old']);
  });
});

describe('settleOnce, where the database fails', () => {
  it('waits for it for ever, and dead-letters nothing', async () => {
    const { settle, outcomes, delivery, pauses, fail } = onceBench();
    fail(...Array.from({ length: 30 }, () => ({ step: 'begin' as const, error: down })));
    await settle(a(0));
    expect(outcomes).toEqual(['0 applied']);
    expect(delivery.outbox).toEqual([]);
    expect(new Set(pauses.map(([, scope]) => scope))).toEqual(new Set(['all']));
  });

  it('makes the effect once where nobody knows whether the commit has happened', async () => {
    const { settle, outcomes, delivery, fail } = onceBench();
    fail({ step: 'committed', error: down });
    await settle(a(0));
    fail({ step: 'commit', error: down });
    await settle(a(1));
    expect(outcomes).toEqual(['0 deduplicated', '1 applied']);
    expect(delivery.effects).toEqual([['e-0'], ['e-1']]);
  });

  it('never blames an event for what fails before its handler is called, whatever it is', async () => {
    const { settle, outcomes, attempts, fail } = onceBench({ policy: { attempts: 1 } });
    fail({ step: 'admit', error: new TypeError('bug') }, { step: 'begin', error: new Error('no such table') });
    await settle(a(0));
    expect(outcomes).toEqual(['0 applied']);
    expect(attempts).toEqual(['0: 1']);
  });

  it('blames it for what its transaction ends with', async () => {
    const { settle, outcomes, reasons, fail } = onceBench({ policy: { attempts: 1 } });
    fail({ step: 'commit', error: new Error('violates a deferred constraint') });
    await settle(a(0));
    expect(outcomes).toEqual(['0 dead']);
    expect(reasons()).toEqual(['exhausted']);
  });

  it('runs a transaction again that another one was in the way of, without using up a try', async () => {
    const conflict = new RuntimeError('DATABASE_CONFLICT', 'x');
    const { settle, outcomes, fail } = onceBench({ policy: { attempts: 1 } });
    fail(
      { step: 'statement', error: conflict },
      { step: 'commit', error: conflict },
      { step: 'admit', error: conflict },
    );
    await settle(a(0));
    expect(outcomes).toEqual(['0 applied']);
  });

  it('insists on parking and burying', async () => {
    const { settle, outcomes, delivery, fail } = failing({ 0: [fatal('no')], 1: [boom, boom] }, { policy: ladder });
    fail({ step: 'commit', error: down }, { step: 'begin', error: down });
    await settle(a(0));
    fail({ step: 'commit', error: new Error('odd') });
    await settle(a(1));
    expect(outcomes).toEqual(['0 dead', '1 parked']);
    expect(delivery.outbox).toHaveLength(1);
  });

  it('commits nothing any more once the partition is lost', async () => {
    const { settle, outcomes, delivery, lose } = onceBench({ handle: async () => lose() });
    await expect(settle(a(0))).rejects.toThrow('partition lost');
    expect(outcomes).toEqual([]);
    expect(delivery.effects).toEqual([]);
  });

  it('leaves parked records where they are while they cannot be looked at', async () => {
    const { settle, takeUp, outcomes, fail, time, pauses } = failing({ 0: [boom, boom] }, { policy: ladder });
    await settle(a(0));
    await time.advance(5_000);
    fail({ step: 'begin', error: down });
    expect(await takeUp('a')).toBe(true);
    expect(pauses.at(-1)).toEqual([500, 'all']);
    await takeUp('a');
    expect(outcomes.at(-1)).toBe('again applied');
  });
});
