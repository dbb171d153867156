import type { OutgoingRecord } from '@eventwright/runtime';
import { connectKafka } from '@eventwright/runtime/kafka';
import type { KafkaEngine } from '../engines/kafka-engine.ts';

/** Appends records as they are: topic, key, value and headers, in batches, over the direct way. */
export async function republish(kafka: KafkaEngine, records: readonly OutgoingRecord[]): Promise<void> {
  const transport = await connectKafka({ brokers: kafka.direct, clientId: 'faults-harness' });
  try {
    for (let at = 0; at < records.length; at += 500) await transport.publish(records.slice(at, at + 500));
  } finally {
    await transport.close();
  }
}
