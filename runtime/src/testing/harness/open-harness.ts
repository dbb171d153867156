import { createClient } from '../../core/create-client.ts';
import { openMemoryLog } from '../../embedded/memory-log.ts';
import { openMemoryRegistry } from '../../registry/memory-registry.ts';
import { type Contract, messagesOf } from '../contract.ts';
import { eventReader } from './contract-events.ts';
import type { Harness, HarnessOptions } from './harness.ts';
import { createJournal } from './journal.ts';
import { keepWarnings } from './keep-warnings.ts';
import { observedTransport } from './observed-transport.ts';
import { withOpenTopics } from './open-topics.ts';
import { createWatch } from './watch.ts';

/** Opens a harness with the topics and schemas of the contracts. Generated code calls it. */
export async function openHarness<Messages extends object>(
  contract: Contract<Messages>,
  { inactivityTimeout = 4000 }: HarnessOptions = {},
): Promise<Harness<Messages>> {
  // What is watched was decoded by the schemas that the types of `Messages` were generated from, which the compiler
  // cannot follow.
  const typed = (harness: object) => harness as Harness<Messages>;

  const journal = createJournal();
  const log = withOpenTopics(openMemoryLog(), contract.channels ?? []);
  const transport = observedTransport(log, journal.note);
  await transport.ensureTopics(contract.topics);
  const registry = openMemoryRegistry(contract.registrations);
  const messages = messagesOf(contract);
  const sender = { name: 'test', version: '0.0.0', source: '/test', send: Object.fromEntries(messages), receive: {} };
  const { send } = createClient<object, object>(sender, { transport, registry });
  const watch = createWatch({ journal, read: eventReader(registry, messages), inactivityTimeout });
  return typed({ ...watch, transport, registry, send, log: keepWarnings(journal.note), close: transport.close });
}
