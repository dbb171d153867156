import type { Schema } from '@eventwright/avro';
import { textOfSchema } from '../../text-of-schema.ts';
import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/**
 * The bytes of a key begin with the id of its schema, and the partition is chosen by the bytes: another schema, even a
 * compatible one, moves every key to another partition, and order is lost.
 */
export const keyChanged: ChangeRule = {
  id: 'KEY_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const { isKey, channel, previous, versions } of comparison.subjects) {
      const [before, after] = [previous.at(-1), versions.at(-1)];
      if (!isKey || before === undefined || after === undefined) continue;
      if (textOfSchema(before.schema) === textOfSchema(after.schema)) continue;
      const { address, position } = channel;
      const affected = affectedBy(comparison, { address });
      yield {
        subject: address,
        message: `The key of ${address} changed${change(nameOf(before.schema), after.name)}.`,
        position: after.schema.position ?? position,
        affected,
        madeBy: ownersOf(affected),
        help: 'Keep the key schema to the letter. For another key, add a channel with it, send to both, and move the readers.',
      };
    }
  },
};

const change = (before: string, after: string): string => (before === after ? '' : ` from ${before} to ${after}`);

function nameOf(schema: Schema): string {
  if (schema.kind === 'primitive') return schema.type;
  return 'name' in schema ? schema.name : schema.kind;
}
