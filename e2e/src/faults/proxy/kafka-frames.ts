import type { Inspect } from './tcp-proxy.ts';

/** API keys of Kafka's protocol, as requests begin with them. */
export const apiKeys = { produce: 0, fetch: 1 } as const;

interface Conversation {
  /** Bytes of frames that are not complete yet. */
  up: Buffer;
  down: Buffer;
  /** Kinds of the requests that have not been answered, by their correlation ids. */
  readonly asked: Map<number, number>;
}

/**
 * Drops the answers to requests of one kind; everything else passes, in whole frames. For connections that are made
 * from now on: in the middle of a conversation frames could not be told apart.
 */
export function withoutAnswers(apiKey: number, dropped: () => void): Inspect {
  const conversations = new WeakMap<object, Conversation>();
  return (direction, chunk, connection) => {
    const conversation = conversations.get(connection) ?? { up: Buffer.of(), down: Buffer.of(), asked: new Map() };
    conversations.set(connection, conversation);
    const { frames, rest } = framesIn(Buffer.concat([conversation[direction], chunk]));
    conversation[direction] = rest;
    if (direction === 'up') {
      // The kind, its version, the correlation id.
      for (const frame of frames) conversation.asked.set(frame.readInt32BE(8), frame.readInt16BE(4));
      return 'pass';
    }
    const passing = frames.filter((frame) => {
      const id = frame.readInt32BE(4);
      const isDropped = conversation.asked.get(id) === apiKey;
      conversation.asked.delete(id);
      if (isDropped) dropped();
      return !isDropped;
    });
    return Buffer.concat(passing);
  };
}

/** Frames begin with their length, in four bytes. */
function framesIn(bytes: Buffer): { readonly frames: readonly Buffer[]; readonly rest: Buffer } {
  const frames: Buffer[] = [];
  let at = 0;
  while (bytes.length - at >= 4) {
    const end = at + 4 + bytes.readInt32BE(at);
    if (end > bytes.length) break;
    frames.push(bytes.subarray(at, end));
    at = end;
  }
  return { frames, rest: bytes.subarray(at) };
}
