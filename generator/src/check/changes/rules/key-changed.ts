import { schemaText } from '@eventwright/avro';
import type { SchemaFile } from '../../../model/contract-model.ts';
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
    for (const { channel, before, after } of comparison.messages) {
      if (textOf(before.key) === textOf(after.key)) continue;
      const { address } = channel.after;
      const affected = affectedBy(comparison, { address, messages: [before.name, after.name] });
      yield {
        subject: `${address}/${after.name}`,
        message: `The key of '${after.name}' changed${before.key.name === after.key.name ? '' : ` from ${before.key.name} to ${after.key.name}`}.`,
        position: after.key.schema.position ?? after.position,
        affected,
        madeBy: ownersOf(affected),
        help: 'Keep the key schema to the letter. For another key, add a channel with it, send to both, and move the readers.',
      };
    }
  },
};

const textOf = ({ schema }: SchemaFile): string => schemaText(schema);
