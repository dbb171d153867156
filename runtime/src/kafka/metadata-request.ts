import type { TopicIdentity } from '../partitions/position-note.ts';

/** The first version that has what is needed in the form that is written and read here. */
export const metadataVersion = 12;

const noId = '00000000-0000-0000-0000-000000000000';

/** Metadata request (version 12), with what stands between client id and body in headers of such versions. */
export function encodeMetadataRequest(topics: readonly string[]): Buffer {
  const noTags = Buffer.from([0]);
  const asked = topics.map((topic) => {
    const name = Buffer.from(topic);
    return Buffer.concat([Buffer.alloc(16), unsignedVarint(name.length + 1), name, noTags]);
  });
  const [allowAutoCreation, includeAuthorizedOperations] = [Buffer.from([0]), Buffer.from([0])];
  const body = [unsignedVarint(asked.length + 1), ...asked, allowAutoCreation, includeAuthorizedOperations, noTags];
  return Buffer.concat([noTags, ...body]);
}

/**
 * What is said of the topics, by name. Throws where one is not there: it may be on its way to be another one of its name.
 * `payload` begins behind the correlation id.
 */
export function decodeMetadata(payload: Buffer): ReadonlyMap<string, TopicIdentity> {
  const reader = createReader(payload);
  reader.skipTags();
  reader.skip(int32); // Throttle time.
  for (let left = reader.length(); left > 0; left--) skipBroker(reader);
  const cluster = reader.text() ?? '';
  reader.skip(int32); // Controller.
  const identities = new Map<string, TopicIdentity>();
  for (let left = reader.length(); left > 0; left--) {
    const error = reader.int16();
    const name = reader.text();
    const topic = reader.uuid();
    skipRestOfTopic(reader);
    if (name !== undefined && topic !== noId) identities.set(name, { cluster, topic });
    else if (error !== 0) throw new Error(`no broker knows topic '${name}' at the moment (error ${error})`);
  }
  return identities;
}

const [boolean, int16, int32] = [1, 2, 4];

function skipBroker(reader: Reader): void {
  reader.skip(int32); // Number.
  reader.text(); // Host.
  reader.skip(int32); // Port.
  reader.text(); // Rack.
  reader.skipTags();
}

function skipRestOfTopic(reader: Reader): void {
  reader.skip(boolean); // Internal.
  for (let left = reader.length(); left > 0; left--) {
    reader.skip(int16 + 3 * int32); // Error, number, leader and its epoch.
    // Replicas, those in sync, those offline.
    for (const _ of [1, 2, 3]) reader.skip(reader.length() * int32);
    reader.skipTags();
  }
  reader.skip(int32); // Authorized operations.
  reader.skipTags();
}

type Reader = ReturnType<typeof createReader>;

/** Reads what Kafka calls compact: lengths are varints, one more than they say, 0 for nothing. */
function createReader(bytes: Buffer) {
  let at = 0;

  function take(size: number): Buffer {
    if (size < 0 || at + size > bytes.length) throw new Error('the answer to a metadata request ends too early');
    at += size;
    return bytes.subarray(at - size, at);
  }

  function varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = take(1).readUInt8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  const length = (): number => Math.max(0, varint() - 1);
  return {
    length,
    skip: (size: number): void => void take(size),
    int16: (): number => take(int16).readInt16BE(),
    uuid: (): string =>
      take(16)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    text(): string | undefined {
      const size = varint();
      return size === 0 ? undefined : take(size - 1).toString();
    },
    skipTags(): void {
      for (let left = varint(); left > 0; left--) {
        varint();
        take(varint());
      }
    },
  };
}

function unsignedVarint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return Buffer.from([...bytes, left]);
    bytes.push((left & 0x7f) | 0x80);
  }
}
