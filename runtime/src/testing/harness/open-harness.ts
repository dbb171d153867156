import { createClient } from '../../core/create-client.ts';
import { RuntimeError } from '../../core/errors.ts';
import { waitByTimer } from '../../core/wait.ts';
import { openDelivery } from '../../delivery/open-delivery.ts';
import { openMemoryLog } from '../../embedded/memory-log.ts';
import { openMemoryRegistry } from '../../registry/memory-registry.ts';
import { type Contract, messagesOf } from '../contract.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { eventReader } from './contract-events.ts';
import { noDatabase } from './demo-database.ts';
import type { Harness, HarnessOptions } from './harness.ts';
import { type HarnessDatabase, openHarnessDatabase } from './harness-database.ts';
import { createJournal } from './journal.ts';
import { keepWarnings } from './keep-warnings.ts';
import { observedTransport } from './observed-transport.ts';
import { withOpenTopics } from './open-topics.ts';
import { createWatch } from './watch.ts';

/** Opens a harness with the topics and schemas of the contracts. Generated code calls it. */
export async function openHarness<Messages extends object>(
  contract: Contract<Messages>,
  options: HarnessOptions = {},
): Promise<Harness<Messages>> {
  // What is watched was decoded by the schemas that the types of `Messages` were generated from, which the compiler
  // cannot follow.
  const typed = (harness: object) => harness as Harness<Messages>;

  const { inactivityTimeout = 4000, clock } = options;
  const { now, wait } = clock ?? { now: () => new Date(), wait: waitByTimer };
  const journal = createJournal();
  const memory = openMemoryLog({ now: () => now().getTime() });
  const transport = observedTransport(withOpenTopics(memory, contract.channels ?? []), journal.note, now);
  await transport.ensureTopics(contract.topics);
  const registry = openMemoryRegistry(contract.registrations);
  const messages = messagesOf(contract);
  const sender = { name: 'test', version: '0.0.0', source: '/test', send: Object.fromEntries(messages), receive: {} };
  const { send } = createClient<object, object>(sender, { transport, registry, now });
  const own = options.delivery || options.database ? await openHarnessDatabase(clock) : undefined;
  const database = own?.database ?? noDatabase;
  // What a test leaves in the outbox, nobody waits for.
  const delivery = options.delivery ? await openDelivery({ database, transport, flushTimeout: 1 }) : undefined;
  const read = eventReader(registry, messages);
  const watch = createWatch({ journal, read, inactivityTimeout, ...(own && { backlog: own.backlog }) });
  const log = keepWarnings(journal.note);
  return typed({
    ...watch,
    ...{ transport, registry, send, log, now, wait, database },
    ...(delivery && { delivery }),
    advance: advanceOf(clock, own),
    close: async () => {
      await transport.close();
      await delivery?.close();
      await own?.close();
    },
  });
}

function advanceOf(clock: VirtualClock | undefined, own: HarnessDatabase | undefined): Harness<object>['advance'] {
  return async (milliseconds) => {
    if (clock === undefined) {
      const cure = 'Start it with { clock: createVirtualClock() }';
      throw new RuntimeError('CONFIGURATION_INVALID', `The clock of this harness is the real one. ${cure}.`);
    }
    await own?.keepLeases(milliseconds);
    await clock.advance(milliseconds, own?.rest);
  };
}
