import type { ClientOptions, ReceiveOptions, Running } from '../core/client.ts';
import { RuntimeError } from '../core/errors.ts';
import type { Handle } from '../core/pipeline/handle.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import { quietTelemetry } from '../core/quiet-telemetry.ts';
import { receiveSettings } from '../core/receive-options.ts';
import { runGroups } from '../core/run-groups.ts';
import { toldPublisher } from '../core/told/told-publisher.ts';
import { waitByTimer } from '../core/wait.ts';
import { type CheckedTap, checkedTap } from './checked-tap.ts';
import { readTapped } from './read-tapped.ts';
import type { Tap } from './tap.ts';

export interface TapOptions
  extends Pick<ClientOptions, 'transport' | 'delivery' | 'log' | 'telemetry' | 'now' | 'wait' | 'crashPoints'> {
  /** Needed where a route says `where`. */
  readonly registry?: ClientOptions['registry'];
  /** Of the service that it is a part of, for dead letters. Default: empty. */
  readonly version?: string;
  /** As for handlers. */
  readonly receive?: Omit<ReceiveOptions, 'unknownMessage'>;
}

/**
 * Puts a tap to work: takes the records of its topics, from their first one, and publishes those that fit to others, key,
 * value, headers and so the event id as they are, in the order that they have per key. Resolves once it takes part in its
 * consumer group. What has no route counts as ignored.
 *
 * At least once: an offset is committed once the copies are acknowledged. With `delivery` the copies are rows of the outbox,
 * in one transaction with the note that the event was copied: no event id is copied twice, whatever crashes, though the
 * outbox may publish a row twice.
 *
 * Failures are those of handlers: outages are waited for, what no route can be found for (a value that `where` cannot
 * decode, a predicate that throws) goes to the dead letter topic, and other keys flow.
 *
 * Loops end: a copy says where it stood (header `tap_path`) and never comes to a topic twice. Rejects with
 * `CONFIGURATION_INVALID` where the tap leads to a topic that it reads.
 */
export async function openTap(tap: Tap, options: TapOptions): Promise<Running> {
  const { transport, registry, delivery, version = '', receive = {} } = options;
  const { now = () => new Date(), wait = waitByTimer, crashPoints: reach = () => undefined } = options;
  const checked = checkedTap(tap);
  if (checked.messages.length > 0 && registry === undefined) throw registryMissing(checked);
  const settings = receiveSettings(receive, delivery);
  const log = quietLogger(options.log);
  const telemetry = quietTelemetry(options.telemetry, log);
  const { name, sources } = checked;
  const { decode, copiesOf } = readTapped(checked, registry);
  const publisher = toldPublisher(transport, telemetry);

  const handle: Handle = async ({ event }, { transaction }) => {
    const copies = copiesOf(event);
    if (transaction === undefined) await publisher.publish(copies);
    else for (const copy of copies) transaction.sent.reserve()(copy);
  };

  const surroundings = { name, version, transport, delivery, telemetry, reach, log, now, wait };
  return runGroups([{ group: name, topics: [...new Set(sources)], decode, handle }], settings, surroundings);
}

function registryMissing({ name, messages }: CheckedTap): RuntimeError {
  const names = messages.map((message) => message.name).join(', ');
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `the tap ${name} has to decode ${names} and has no registry; give openTap() the option "registry"`,
  );
}
