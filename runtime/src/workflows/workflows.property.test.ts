import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openPglite } from '../postgres/index.ts';
import { listWorkflows, showWorkflow, workflowHistory } from './list-workflows.ts';
import { cancelWorkflow } from './operate-workflows.ts';
import { rehearse } from './rehearse.ts';
import { replay } from './replay.ts';
import { first } from './testing/instance-contract.ts';
import { minute, type OrderHandlers, orderWorkflow } from './testing/order-workflow.ts';
import { type Answers, type ShopModel, shopModel } from './testing/shop-model.ts';
import { useWorkflows } from './testing/workflow-host.ts';

/** What runs the workflow: in memory, or over a database. */
interface Engine {
  receive(name: keyof OrderHandlers, id: string): Promise<void>;
  elapse(milliseconds: number): Promise<void>;
  cancel(): Promise<void>;
  /** The next transaction is undone at its end, as by a crash. */
  crash(): void;
  /** Names of what was sent, in order. */
  sent(): Promise<readonly string[]>;
  status(): Promise<string>;
}

const answers: fc.Arbitrary<Answers> = fc.record({
  bank: fc.record({ silent: fc.nat(5), says: fc.constantFrom('paid', 'paid', 'declined') }),
  inStock: fc.boolean(),
});

/** `deliver` takes the next of a channel, `twice` leaves it there, `resend` sends it once more under another id. */
const step = fc.record({
  kind: fc.constantFrom('deliver', 'deliver', 'deliver', 'twice', 'resend', 'elapse', 'cancel', 'customer', 'crash'),
  channel: fc.nat(2),
  minutes: fc.constantFrom(1, 10, 15, 60),
});

const story = fc.tuple(answers, fc.array(step, { maxLength: 25 }));
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Plays the steps, then lets everything arrive and all timers fire. */
async function play(engine: Engine, model: ShopModel, steps: readonly Step[]): Promise<void> {
  let known = 0;
  const handled = new Set<string>();
  const [bank = [], warehouse = [], customer = []] = model.channels;
  customer.push({ name: 'placed', id: 'placed-1' });

  const carry = async (): Promise<void> => {
    const sent = await engine.sent();
    for (const name of sent.slice(known)) model.command(name);
    known = sent.length;
  };
  /** The inbox: an id is handled once, and what fails comes again. */
  const deliver = async (channel: ShopModel['channels'][number]): Promise<void> => {
    const [next] = channel;
    if (next === undefined) return;
    if (!handled.has(next.id)) await engine.receive(next.name, next.id);
    handled.add(next.id);
    channel.shift();
    await carry();
  };

  for (const { kind, channel: index, minutes } of steps) {
    const channel = model.channels[index] ?? [];
    const [next] = channel;
    if (kind === 'crash') engine.crash();
    if (kind === 'elapse') await engine.elapse(minutes * minute);
    if (kind === 'cancel') await engine.cancel();
    if (kind === 'customer') customer.push({ name: 'cancelAsked', id: `cancel-${customer.length}-${minutes}` });
    if (kind === 'twice' && next !== undefined) channel.unshift(next);
    if (kind === 'resend' && next !== undefined) channel.push({ ...next, id: `${next.id}-again` });
    await deliver(kind === 'deliver' || kind === 'twice' ? channel : []).catch(passOver);
    await carry();
  }
  for (let rounds = 0; rounds < 20; rounds += 1) {
    for (const channel of [customer, bank, warehouse])
      while (channel.length > 0) await deliver(channel).catch(passOver);
    await engine.elapse(15 * minute);
    await carry();
  }
}

/** What was undone is delivered again; what came before its order waits for it. */
function passOver(error: unknown): void {
  if (error instanceof Error && (error.message === 'undone' || error.name === 'RetryLater')) return;
  throw error;
}

/** One of the outcomes that there may be, and the books add up. */
function check(status: string, { books }: ShopModel): void {
  const { charges, refunds, reserved, released } = books;
  expect(['done', 'rejected', 'cancelled']).toContain(status);
  expect({ status, held: charges - refunds, kept: reserved - released }).toEqual({
    status,
    held: status === 'done' ? 1 : 0,
    kept: status === 'done' ? 1 : 0,
  });
  expect(Math.max(charges, refunds, reserved, released)).toBeLessThanOrEqual(1);
}

it('ends well and keeps its books, whatever comes in whatever order and however often', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ([given, steps]) => {
      const model = shopModel(given);
      const order = rehearse(orderWorkflow);
      const sent: string[] = [];
      const keep = (outputs: readonly object[]): void => {
        for (const output of outputs) if ('send' in output) sent.push(String(output.send));
      };
      const value = { orderId: 'o-1', amount: 30n, items: 2, placedAt: new Date(0) };
      const engine: Engine = {
        receive: async (name, id) => keep(order.receive(name, { key: 'o-1', value, id })),
        elapse: async (milliseconds) => keep(order.elapse(milliseconds)),
        cancel: async () => {
          if (order.status !== 'start' && !order.ended) keep(order.cancel());
        },
        crash: () => undefined,
        sent: async () => sent,
        status: async () => order.status,
      };
      await play(engine, model, steps);
      check(await engine.status(), model);
      expect(replay(orderWorkflow, order.history)).toBeUndefined();
      return order.timers.size === 0;
    }),
    { numRuns: 1_000 },
  );
});

const open = useWorkflows(() => openPglite());

it('does the same over a database, where processes crash and others go on', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(story, async ([given, steps]) => {
      const model = shopModel(given);
      let undone = false;
      const crashes = (): boolean => {
        const now = undone;
        undone = false;
        return now;
      };
      const { receive, fireDue, sent, clock, database } = await open({ undo: crashes });
      const engine: Engine = {
        receive: (name, id) => receive(name, {}, { id }),
        elapse: async (milliseconds) => {
          clock.advance(milliseconds);
          await fireDue();
        },
        cancel: async () => {
          await cancelWorkflow(database, { ...first, reason: 'fraud' });
        },
        crash: () => {
          undone = true;
        },
        sent,
        status: async () => (await showWorkflow(database, first))?.status ?? 'none',
      };
      await play(engine, model, steps);
      check(await engine.status(), model);
      expect(await listWorkflows(database)).toHaveLength(1);
      expect(replay(orderWorkflow, await workflowHistory(database, first))).toBeUndefined();
      expect(await showWorkflow(database, first)).toMatchObject({ ended: true, timers: [] });
    }),
    { numRuns: 15 },
  );
});
