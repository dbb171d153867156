import type { Inspect } from './tcp-proxy.ts';

/** API keys of Kafka's protocol, as requests begin with them. */
export const apiKeys = { produce: 0, fetch: 1, joinGroup: 11, heartbeat: 12, syncGroup: 14 } as const;

/** What was asked, by the head of its request. */
export interface Asked {
  /** One of `apiKeys`, or another one. */
  readonly apiKey: number;
  readonly version: number;
}

/** Looks at whole frames. What is not looked at passes. */
export interface FrameInspector {
  /** `cut` ends the connection before the request passes. */
  request?(asked: Asked): 'pass' | 'cut';
  /** What passes in place of the answer; undefined: nothing does; `cut` ends the connection before it. */
  answer?(asked: Asked, frame: Buffer): Buffer | 'cut' | undefined;
}

interface Conversation {
  /** Bytes of frames that are not complete yet. */
  up: Buffer;
  down: Buffer;
  /** Requests that have not been answered, by their correlation ids. */
  readonly asked: Map<number, Asked>;
}

/** For connections that are made from now on: in the middle of a conversation frames could not be told apart. */
export function inspectFrames({ request = () => 'pass', answer = (_, frame) => frame }: FrameInspector): Inspect {
  const conversations = new WeakMap<object, Conversation>();
  return (direction, chunk, connection) => {
    const conversation = conversations.get(connection) ?? { up: Buffer.of(), down: Buffer.of(), asked: new Map() };
    conversations.set(connection, conversation);
    const { frames, rest } = framesIn(Buffer.concat([conversation[direction], chunk]));
    conversation[direction] = rest;
    if (direction === 'up') {
      for (const frame of frames) {
        const asked = { apiKey: frame.readInt16BE(4), version: frame.readInt16BE(6) };
        if (request(asked) === 'cut') return 'cut';
        conversation.asked.set(frame.readInt32BE(8), asked);
      }
      return 'pass';
    }
    const passing: Buffer[] = [];
    for (const frame of frames) {
      const id = frame.readInt32BE(4);
      const asked = conversation.asked.get(id);
      conversation.asked.delete(id);
      const answered = asked === undefined ? frame : answer(asked, frame);
      if (answered === 'cut') return 'cut';
      if (answered !== undefined) passing.push(answered);
    }
    return Buffer.concat(passing);
  };
}

/** Drops the answers to requests of one kind; everything else passes. */
export function withoutAnswers(apiKey: number, dropped: () => void): Inspect {
  return inspectFrames({
    answer(asked, frame) {
      if (asked.apiKey !== apiKey) return frame;
      dropped();
      return undefined;
    },
  });
}

/** Kafka's error 16: the broker does not coordinate the group, or not yet. */
const notCoordinator = 16;

/** The answer to a heartbeat, with which a broker says that it is not the one to ask. */
export function asNotCoordinator({ version }: Asked, heartbeat: Buffer): Buffer {
  // Length and correlation id, then tags from version 4 on, then a delay from version 1 on, then the error.
  const at = 8 + (version >= 4 ? 1 : 0) + (version >= 1 ? 4 : 0);
  const changed = Buffer.from(heartbeat);
  changed.writeInt16BE(notCoordinator, at);
  return changed;
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
