import { affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** The bytes stay those of Avro; tools in other languages may parse the schema by other rules. */
export const schemaFormatChanged: ChangeRule = {
  id: 'SCHEMA_FORMAT_CHANGED',
  severity: 'warning',
  *check(comparison) {
    for (const { channel, before, after } of comparison.messages) {
      if (before.wire.schemaFormat === after.wire.schemaFormat) continue;
      const { address } = channel.after;
      yield {
        subject: `${address}/${after.name}`,
        message: `The schema format of '${after.name}' changed from ${before.wire.schemaFormat} to ${after.wire.schemaFormat}.`,
        position: after.position,
        affected: affectedBy(comparison, { address, messages: [before.name, after.name] }),
        madeBy: [],
        help: 'Keep the format unless every tool that reads the schema knows the new one.',
      };
    }
  },
};
