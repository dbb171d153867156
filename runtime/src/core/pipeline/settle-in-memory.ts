import { type Pipeline, processRecord } from './process-record.ts';
import type { Settling } from './settling.ts';

/** Without delivery: one record at a time, a lane for each key, and what waits does so in memory. */
export function settleInMemory(pipeline: Pipeline): Settling {
  return {
    laneOf: ({ key }) => (key === null ? undefined : textOfKey(key)),
    batch: 1,
    settle: async (records, { turn, signal, done }) => {
      for (const record of records) done(record, await processRecord(record, { turn, signal }, pipeline));
    },
    committed: () => pipeline.reach('after-offset-commit'),
  };
}

/** Key bytes as a map's key: one character for each byte, so different bytes never meet. */
function textOfKey(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
