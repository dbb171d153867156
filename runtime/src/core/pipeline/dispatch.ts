import { type Awaitable, andThen } from '../awaitable.ts';
import { RuntimeError } from '../errors.ts';
import { textOf } from '../headers.ts';
import type { Binding } from '../routes.ts';
import type { SchemaRegistry } from '../schema-registry.ts';
import type { StoredRecord } from '../transport.ts';

/** Finds who handles a record; undefined where the contract does not let this application receive it. */
export type Dispatch = (record: StoredRecord) => Awaitable<Binding | undefined>;

/**
 * Dispatches by topic and by the full name of the schema that the value was written with, or an alias for it. A record
 * without a value, a tombstone, has no schema: its `ce_type` header has to name the message, in whatever version, and the
 * message has to know tombstones.
 */
export function createDispatch(registry: SchemaRegistry, bindings: readonly Binding[]): Dispatch {
  const byRecordName = new Map<string, Binding>();
  for (const binding of bindings) {
    for (const topic of binding.topics.keys()) {
      const key = dispatchKey(topic, binding.route.message.value.name);
      const other = byRecordName.get(key);
      if (other !== undefined) throw ambiguous(binding, other);
      byRecordName.set(key, binding);
    }
  }
  addAliases(byRecordName, bindings);
  return (record) => {
    if (record.value === null) return tombstoneBinding(bindings, record);
    return andThen(registry.identify(record.value), ({ name }) => byRecordName.get(dispatchKey(record.topic, name)));
  };
}

/** A name that a record has goes before the same name that another one had. */
function addAliases(byRecordName: Map<string, Binding>, bindings: readonly Binding[]): void {
  const named = new Set(byRecordName.keys());
  const addAlias = (alias: string, topic: string, binding: Binding): void => {
    const key = dispatchKey(topic, alias);
    if (named.has(key)) return;
    const other = byRecordName.get(key);
    if (other !== undefined) throw ambiguous(binding, other, alias);
    byRecordName.set(key, binding);
  };
  for (const binding of bindings) {
    for (const alias of binding.route.message.value.aliases ?? []) {
      for (const topic of binding.topics.keys()) addAlias(alias, topic, binding);
    }
  }
}

function tombstoneBinding(bindings: readonly Binding[], record: StoredRecord): Binding | undefined {
  const type = withoutVersion(textOf(record.headers, 'ce_type') ?? '');
  return bindings.find(
    ({ route: { message }, topics }) =>
      message.tombstones === true && topics.has(record.topic) && withoutVersion(message.type) === type,
  );
}

const withoutVersion = (type: string): string => type.replace(/\.v\d+$/, '');

/** Neither topics nor Avro names have spaces. */
function dispatchKey(topic: string, recordName: string): string {
  return `${topic} ${recordName}`;
}

function ambiguous({ route: one }: Binding, { route: other }: Binding, name = one.message.value.name): RuntimeError {
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `${one.message.name} and ${other.message.name} cannot be told apart: both are ${name} on ` +
      `${one.channel.topic}; give one of them a record type or a topic of its own`,
  );
}
