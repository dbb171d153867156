import { createNodeReader } from '../../model/node.ts';
import { checkAvroJson } from '../avro-json.ts';
import type { Rule } from '../rule.ts';

/** More would only repeat what the first ones say. */
const maxPerExample = 10;

/**
 * An example should be a value of its message's payload, in Avro's JSON encoding. A warning: the contract can be used all
 * the same, and whoever changes a schema wants to see what breaks in the code before mending the examples.
 */
export const exampleInvalid: Rule = {
  id: 'EXAMPLE_INVALID',
  severity: 'warning',
  *check({ model, examples, document }) {
    const reader = createNodeReader(document);
    for (const message of model.messages) {
      for (const example of message.examples) {
        const node = examples.get(example);
        if (node === undefined) continue;
        const mismatches = checkAvroJson(reader, message.payload.schema, node);
        for (const { position, path, message: what, help } of mismatches.slice(0, maxPerExample)) {
          yield {
            message: `The example '${example.name}' of ${message.name} does not fit its schema: ${what}`,
            position,
            path,
            related: [],
            ...(help === undefined ? {} : { help }),
          };
        }
      }
    }
  },
};
