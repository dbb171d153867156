import { describe, expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';
import { readContracts } from '../../read-contracts.ts';
import { emitTypeScript } from './index.ts';

const message = (name: string, more = ''): string => `      ${name}:
${more}        bindings: { kafka: { key: { type: string } } }
        payload:
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: { type: record, name: ${name}, namespace: shop, fields: [] }
`;

const document = (operation: string, replies: string): string => `asyncapi: 3.1.0
info: { title: Stock, version: 1.0.0 }
channels:
  questions:
    address: shop.{region}.questions
    parameters: { region: { enum: [eu, us] } }
    messages:
${message('Asked')}  answers:
    address: shop.answers
    messages:
${message('Answered')}${message('Refused', '        x-error: true\n')}operations:
  question:
    action: ${operation}
    channel: { $ref: '#/channels/questions' }
    reply: ${replies}
`;

async function clientOf(operation: 'send' | 'receive', replies = "{ channel: { $ref: '#/channels/answers' } }") {
  const root = await temporaryProject({ ...smallProject, 'asyncapi/stock.yaml': document(operation, replies) });
  const cache = { read: () => [], write: async () => undefined };
  const { model } = await readContracts({ root, contracts: 'asyncapi' }, cache);
  return emitTypeScript(model, { importExtension: '.ts' }).find(({ path }) => path === 'stock.ts')?.text ?? '';
}

describe('an operation with a reply', () => {
  it('is asked by who sends, with all replies as one type and errors told apart', async () => {
    const client = await clientOf('send');
    expect(client).toContain(
      "export type StockAskedReply = Reply<'Answered', 'ok', Answered, AnsweredKey, AnsweredHeaders> | Reply<'Refused', 'error', Refused, RefusedKey, RefusedHeaders>;",
    );
    expect(client).toMatch(
      /interface StockAsks \{[^}]*readonly asked: Ask<AskedInput, AskedKeyInput, AskedHeaders, StockAskedReply, \w+>;/,
    );
    expect(client).toContain('extends Client<StockSends, StockHandlers>, Asking<StockAsks>');
    expect(client).toContain('Application<StockSends, StockHandlers, never, StockAsks>');
    expect(client.match(/isError: true/g)).toHaveLength(1);
    expect(client).toMatch(/send: \{\},\n {2}ask: \{\n {4}asked: \{/);
  });

  it('is answered by who receives', async () => {
    const client = await clientOf('receive');
    expect(client).toMatch(
      /interface StockAskedReplies \{[^}]*readonly answered: Answer<[^}]*readonly refused: Answer</,
    );
    expect(client).toMatch(
      /readonly asked: Responder<Asked, AskedKey, AskedHeaders, StockSends, StockAskedReplies, \w+>;/,
    );
    expect(client).toMatch(/replies: \{\n {8}answered: \{[\s\S]*refused: \{[\s\S]*isError: true/);
    expect(client).not.toContain('Asking');
  });

  it.each(['send', 'receive'] as const)('is as others where the reply says too little: %s', async (action) => {
    const client = await clientOf(action, '{ address: { location: $message.header#/reply_topic } }');
    expect(client).toContain(action === 'send' ? 'readonly asked: Send<' : 'readonly asked: Handler<');
    expect(client).not.toMatch(/\bReply\b|Replies|Asks/);
  });
});
