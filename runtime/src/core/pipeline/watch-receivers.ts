import type { Reading, Telemetry } from '../telemetry.ts';
import type { Book } from './accounting.ts';
import type { Receiver } from './receiver.ts';

/** Has telemetry look at an application that receives, until the returned function is called. */
export function watchReceivers(
  { name: application, telemetry }: { readonly name: string; readonly telemetry: Telemetry },
  book: Book,
  receivers: readonly Receiver[],
): () => void {
  const ends = [
    telemetry.watch(async () => [{ name: 'in_flight', value: book.read().inFlight, labels: { application } }]),
    // Each by itself: a log that does not answer must not cost the levels that need no answer.
    ...receivers.map((receiver) => telemetry.watch(() => lagOf(receiver))),
  ];
  return () => {
    for (const end of ends) end();
  };
}

async function lagOf(receiver: Receiver): Promise<readonly Reading[]> {
  const { consumer } = receiver.status();
  return (await receiver.lag()).map(({ topic, partition, records }) => ({
    name: 'consumer_lag',
    value: records,
    labels: {
      'messaging.consumer.group.name': consumer,
      'messaging.destination.name': topic,
      'messaging.destination.partition.id': String(partition),
    },
  }));
}
