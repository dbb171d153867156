import type { Message, WireFormat } from '../../model/contract-model.ts';
import type { Report, Rule } from '../rule.ts';

/** Generated clients write one format: a zero byte, four bytes of schema id, the value. A contract must not say another. */
export const wireFormatUnsupported: Rule = {
  id: 'WIRE_FORMAT_UNSUPPORTED',
  severity: 'error',
  *check({ model }) {
    for (const message of model.messages) {
      const { schemaIdLocation: location, schemaIdPayloadEncoding: encoding } = message.wire;
      if (location === 'header') {
        yield report(message, 'schemaIdLocation: header', 'the id of the schema stands before the value');
      } else if (!isConfluent(message.wire)) {
        yield report(
          message,
          `schemaIdPayloadEncoding: ${encoding}`,
          'the id of the schema has four bytes, as Confluent has it',
        );
      }
    }
  },
};

/** The binding takes the name of a vendor, or the number of bytes. */
const isConfluent = ({ schemaIdPayloadEncoding: encoding }: WireFormat): boolean =>
  encoding === undefined || encoding === 'confluent' || encoding === '4';

const report = ({ name, position }: Message, said: string, instead: string): Report => ({
  message: `The message '${name}' says \`${said}\`; in what clients write and read, ${instead}.`,
  position,
  related: [],
  help: 'Write `schemaIdLocation: payload` and `schemaIdPayloadEncoding: confluent` into its Kafka binding, or leave both out.',
});
