import { describe, expect, it } from 'vitest';
import { command } from '../command.ts';
import { smallProject, temporaryProject } from '../temporary-project.ts';

const inDocument = (smallProject['asyncapi/orders.yaml'] ?? '').replace(
  '{ $ref: ./order-placed.v1.avsc }',
  '{ type: record, name: OrderPlaced, namespace: shop.orders, fields: [{ name: orderId, type: string }] }',
);
const file = smallProject['asyncapi/order-placed.v1.avsc'] ?? '';

/** What `validate` finds where the schema stands in the document, beside a file with another version of it. */
async function findingsBeside(path: string): Promise<unknown> {
  const config = { 'eventwright.config.json': smallProject['eventwright.config.json'] ?? '' };
  const root = await temporaryProject({ ...config, 'asyncapi/orders.yaml': inDocument, [path]: file });
  const { stdout } = await command(root, 'validate', '--format', 'json');
  return JSON.parse(stdout).findings;
}

describe('a schema that stands in a document', () => {
  it('is version 1, beside which a file may be version 2', async () => {
    expect(await findingsBeside('asyncapi/order-placed.v2.avsc')).toMatchObject([
      {
        ruleId: 'PAYLOAD_VERSION_OLD',
        message: "The message 'OrderPlaced' uses version 1 of shop.orders.OrderPlaced; there is a version 2.",
      },
    ]);
  });

  it('cannot be a newer version than a file', async () => {
    const findings = await findingsBeside('asyncapi/order-placed.v1.avsc');
    expect(findings).toMatchObject([{ ruleId: 'AVRO_NAME_DUPLICATE', file: 'asyncapi/orders.yaml' }]);
  });
});
