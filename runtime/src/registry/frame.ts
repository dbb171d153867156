import { RuntimeError } from '../core/errors.ts';

/** A magic byte and the id of the schema, four bytes, big-endian: the wire format of Confluent's registry. */
const frameLength = 5;
const magicByte = 0;

/** What goes before the bytes of a value. */
export function frameOf(id: number): Uint8Array {
  const frame = new Uint8Array(frameLength);
  new DataView(frame.buffer).setInt32(1, id);
  return frame;
}

/** Throws `FRAME_INVALID` where the bytes have no frame. The payload shares their memory. */
export function readFrame(bytes: Uint8Array): { readonly id: number; readonly payload: Uint8Array } {
  return { id: schemaIdOf(bytes), payload: bytes.subarray(frameLength) };
}

/** The same, without the payload. */
export function schemaIdOf(bytes: Uint8Array): number {
  const id = bytes.length < frameLength || bytes[0] !== magicByte ? undefined : idIn(bytes);
  // Where a registry is asked for a negative one, some answer as if they were not there, and that is waited out.
  if (id !== undefined && id >= 0) return id;
  const start = Buffer.from(bytes.subarray(0, frameLength)).toString('hex');
  throw new RuntimeError(
    'FRAME_INVALID',
    `A message of ${bytes.length} bytes that starts with "${start}" does not name its schema. ` +
      'It was written without a schema registry, or is no Avro: send it with a generated client.',
  );
}

const idIn = (frame: Uint8Array): number =>
  ((frame[1] ?? 0) << 24) | ((frame[2] ?? 0) << 16) | ((frame[3] ?? 0) << 8) | (frame[4] ?? 0);
