import type { Consumer } from 'kafkajs';
import type { FetchControl } from '../partitions/fetch-control.ts';

export function createFetchControl(consumer: Pick<Consumer, 'pause' | 'resume' | 'seek'>): FetchControl {
  return {
    pause: ({ topic, partition }) => unlessEnded(() => consumer.pause([{ topic, partitions: [partition] }])),
    resume: ({ topic, partition }) => unlessEnded(() => consumer.resume([{ topic, partitions: [partition] }])),
    seek: ({ topic, partition, offset }) => unlessEnded(() => consumer.seek({ topic, partition, offset: `${offset}` })),
  };
}

/** kafkajs refuses these calls with an error of their own where the consumer does not run. */
function unlessEnded(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('consumer#run must be called first')) throw error;
  }
}
