import { type MessageVersions, stepsToNewest, type Upcasters, type VersionSchemas } from '../core/every-version.ts';
import type { StoreMessage } from './event-types.ts';

/**
 * The message, with older versions of it read as they were written and brought to the newest step by step: for what
 * Avro's schema resolution cannot know. As `upcast` does for handlers.
 */
export function upcasting<Value, ValueInput, Key, Headers extends object, const Schemas extends VersionSchemas>(
  { name, type, value }: StoreMessage<Value, ValueInput>,
  { schemas }: MessageVersions<Value, Key, Headers, Schemas>,
  upcasters: Upcasters<Schemas>,
): StoreMessage<Value, ValueInput> {
  return { name, type, value, reading: { schemas, toNewest: stepsToNewest(schemas, upcasters) } };
}
