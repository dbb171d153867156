import type { WireFormat } from '../../../model/contract-model.ts';
import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** Where the schema's id stands and how it is looked up: whoever reads by the old rule cannot decode. */
export const wireFormatChanged: ChangeRule = {
  id: 'WIRE_FORMAT_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const { channel, before, after } of comparison.messages) {
      for (const part of parts) {
        const [was, is] = [settingOf(before.wire, part), settingOf(after.wire, part)];
        if (was === is) continue;
        const { address } = channel.after;
        const affected = affectedBy(comparison, { address, messages: [before.name, after.name] });
        yield {
          subject: `${address}/${after.name}/${part}`,
          message: `${part} of '${after.name}' changed from '${was}' to '${is}'.`,
          position: after.position,
          affected,
          madeBy: ownersOf(affected),
          help: `Keep '${was}', or add a message of the new format on a channel of its own.`,
        };
      }
    }
  },
};

/** With what a message means that does not say. */
const defaults = {
  schemaIdLocation: 'payload',
  schemaIdPayloadEncoding: 'confluent',
  schemaLookupStrategy: 'TopicIdStrategy',
} as const;

type Part = keyof typeof defaults;

const parts: readonly Part[] = ['schemaIdLocation', 'schemaIdPayloadEncoding', 'schemaLookupStrategy'];

const settingOf = (wire: WireFormat, part: Part): string => wire[part] ?? defaults[part];
