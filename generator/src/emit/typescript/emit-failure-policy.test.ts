import { describe, expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';
import { readContracts } from '../../read-contracts.ts';
import { emitTypeScript } from './index.ts';

const text = (smallProject['asyncapi/orders.yaml'] ?? '').replace('action: send', 'action: receive');

/** The generated client of an application that receives, with `more` in its operation. */
const clientWith = (more: string): Promise<string> => clientOf({ 'asyncapi/orders.yaml': `${text}${more}` });

/** That of the small project with other files. */
async function clientOf(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryProject({ ...smallProject, ...files });
  const { model, ownFindings } = await readContracts(
    { root, contracts: 'asyncapi' },
    { read: () => [], write: async () => {} },
  );
  expect(ownFindings).toEqual([]);
  return emitTypeScript(model, { importExtension: '.ts' }).find(({ path }) => path === 'orders.ts')?.text ?? '';
}

const all = `    x-retry: { attempts: 3, later: [5s, 2m, 1h], timeout: 1500 }
    x-errors:
      - { error: ECONNREFUSED, class: outage }
      - { error: "it's */ over", class: fatal }
      - { error: CardDeclined, class: fatal }
`;

const schema = smallProject['asyncapi/order-placed.v1.avsc'] ?? '';

const twoMessages = `${text.replace(
  'operations:',
  `      OrderCancelled:
        bindings: { kafka: { key: { type: string } } }
        payload:
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: { $ref: ./order-cancelled.v1.avsc }
operations:`,
)}    messages: [{ $ref: '#/channels/orders/messages/OrderPlaced' }]
    x-retry: { attempts: 1 }
  cancel:
    action: receive
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: '#/channels/orders/messages/OrderCancelled' }]
    x-retry: { attempts: 2 }
`;

describe('a failure policy', () => {
  it('is in the route of each message that the operation receives', async () => {
    expect(await clientWith(all)).toContain(`      group: 'orders',
      retry: { attempts: 3, later: [5_000, 120_000, 3_600_000], timeout: 1_500 },
      errors: [
        { error: 'ECONNREFUSED', class: 'outage' },
        { error: 'it\\'s */ over', class: 'fatal' },
        { error: 'CardDeclined', class: 'fatal' },
      ],
    },
`);
  });

  it('stands once where several operations have it alike', async () => {
    const ofDocument = 'x-errors: [{ error: ECONNREFUSED, class: outage }, { error: EDNS, class: outage }]\n';
    const cancelled = schema.replaceAll('OrderPlaced', 'OrderCancelled');
    const client = await clientOf({
      'asyncapi/orders.yaml': `${ofDocument}${twoMessages}`,
      'asyncapi/order-cancelled.v1.avsc': cancelled,
    });
    expect(client).toContain(`/** What errors mean to several of the operations below. */
const errorClasses: readonly ErrorSpec[] = [
  { error: 'ECONNREFUSED', class: 'outage' },
  { error: 'EDNS', class: 'outage' },
];
`);
    expect(client.match(/errors: errorClasses,/g)).toHaveLength(2);
    expect(client.match(/retry: \{/g)).toHaveLength(2);
    expect(client.match(/'EDNS'/g)).toHaveLength(1);
  });

  it('is told to whoever hovers over the handler', async () => {
    expect(await clientWith(all)).toContain(`  /**
   * OrderPlaced
   *
   * On failure: 3 tries in place, later tries after 5s, 2m, 1h, each aborted after 1500ms.
   * Errors: fatal \`it's *\\/ over\`, \`CardDeclined\`; outage \`ECONNREFUSED\`.
   */
  readonly orderPlaced: Handler<`);
  });

  it.each([
    ['    x-retry: { attempts: 1 }\n', 'retry: { attempts: 1 },', 'On failure: 1 try in place.'],
    ['    x-retry: { later: [] }\n', 'retry: { later: [] },', 'On failure: no later tries.'],
    ['    x-retry: { timeout: 1d }\n', 'retry: { timeout: 86_400_000 },', 'On failure: each aborted after 1d.'],
    ['    x-errors: [{ error: A, class: retry }]\n', "{ error: 'A', class: 'retry' },", 'Errors: retry `A`.'],
  ])('says only what the contract says: %j', async (more, entry, doc) => {
    const client = await clientWith(more);
    expect(client).toContain(entry);
    expect(client).toContain(`   * ${doc}\n`);
    expect(client.includes('errors: ') && client.includes('retry: ')).toBe(false);
  });

  it.each(['', '    x-retry: {}\n    x-errors: []\n'])('leaves no trace where nothing is said: %j', async (more) => {
    const client = await clientWith(more);
    expect(client).toContain("      group: 'orders',\n    },\n");
    expect(client).not.toContain('On failure');
  });
});
