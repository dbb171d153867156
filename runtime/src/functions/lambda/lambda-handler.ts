import type { Running } from '../../core/client.ts';
import { RuntimeError } from '../../core/errors.ts';
import type { Publisher, Transport } from '../../core/transport.ts';
import { createInvocationLog } from './invocation-log.ts';
import {
  type LambdaContext,
  type LambdaKafkaEvent,
  type LambdaKafkaResponse,
  type LambdaPartition,
  partitionsOf,
} from './lambda-event.ts';

export interface LambdaHandlerOptions {
  /** Where handlers send to, and dead letters go; nothing is subscribed to it. */
  readonly transport: Publisher;
  /** Puts the handlers to work with this transport: `(transport) => createOrders({ transport, registry }).receive({ … })`. */
  readonly start: (transport: Transport) => Promise<Running>;
  /**
   * True where the event source mapping has `ReportBatchItemFailures`: then a partition is delivered again from its first
   * record that is not done. Without, Lambda would take such a reply for success; so, by default, the invocation fails and
   * all its records are delivered again, and those that were done are handled twice, or are duplicates with delivery.
   */
  readonly reportsFailures?: boolean;
  /** How long before Lambda's own time limit it ends its work, in milliseconds. Default 1,000. */
  readonly margin?: number;
}

/** The function that AWS Lambda calls. */
export type LambdaHandler = (event: LambdaKafkaEvent, context: LambdaContext) => Promise<LambdaKafkaResponse>;

/**
 * Runs the handlers of an application in AWS Lambda, on what an event source mapping of Kafka brings: order per key, retries,
 * the classes of errors, dead letters and delivery are those of a service, within the time of an invocation. What is not
 * done by then, such as an event that waits for its next try, is left to Lambda, which delivers it again.
 *
 * The application is started by the first invocation and kept for later ones, and tried again where that fails.
 */
export function lambdaHandler(options: LambdaHandlerOptions): LambdaHandler {
  const { transport, start, reportsFailures = false, margin = 1_000 } = options;
  const log = createInvocationLog();
  let starting: Promise<Running> | undefined;

  const started = async (): Promise<Running> => {
    starting ??= start(invocationTransport(transport, log));
    try {
      return await starting;
    } catch (error) {
      starting = undefined;
      throw error;
    }
  };

  return async (event, context) => {
    const partitions = partitionsOf(event);
    const running = await started();
    if (running.failure !== undefined) throw running.failure;
    const time = new AbortController();
    const timer = setTimeout(() => time.abort(), Math.max(0, context.getRemainingTimeInMillis() - margin));
    try {
      const left = await Promise.all(
        partitions.map(async (partition) => firstLeft(partition, await log.deliver(partition, time.signal))),
      );
      const batchItemFailures = left.filter((item) => item !== undefined);
      if (batchItemFailures.length > 0 && !reportsFailures) throw unfinished(batchItemFailures);
      return { batchItemFailures };
    } finally {
      clearTimeout(timer);
    }
  };
}

type Failure = LambdaKafkaResponse['batchItemFailures'][number];

/** Lambda knows only offsets that it has delivered itself. */
function firstLeft({ topic, partition, records }: LambdaPartition, reached: bigint): Failure | undefined {
  const first = records.find(({ offset }) => offset >= reached);
  if (first === undefined) return undefined;
  return { itemIdentifier: { partition: `${topic}-${partition}`, offset: Number(first.offset) } };
}

function unfinished(failures: LambdaKafkaResponse['batchItemFailures']): RuntimeError {
  const places = failures.map(({ itemIdentifier: { partition, offset } }) => `${partition} from offset ${offset} on`);
  return new RuntimeError(
    'HANDLER_TIMEOUT',
    `not all records were done before the invocation had to end: ${places.join(', ')}. The log says why; Lambda delivers ` +
      'them again. Raise its timeout, or see what they wait for',
  );
}

function invocationTransport(publisher: Publisher, { subscribe }: ReturnType<typeof createInvocationLog>): Transport {
  return {
    publish: (records) => publisher.publish(records),
    subscribe,
    ensureTopics: async () => {
      throw new RuntimeError(
        'CONFIGURATION_INVALID',
        'a Lambda function makes no topics; make them where it is set up',
      );
    },
    close: async () => undefined,
  };
}
