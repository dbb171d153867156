import { type Example, type Explanation, part } from './explanation.ts';

const payload = '{ schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: ./order-placed.v1.avsc } }';

const withOperations = (operations: string): Example =>
  part(`channels:
  questions:
    address: shop.questions
    messages: { OrderPlaced: { $ref: '#/components/messages/OrderPlaced' } }
  answers:
    address: shop.answers
    messages: { OrderPlaced: { $ref: '#/components/messages/OrderPlaced' } }
components:
  messages:
    OrderPlaced:
      bindings: { kafka: { key: { type: string } } }
      payload: ${payload}
operations:
  ${operations.replaceAll('\n', '\n  ')}`);

const asks = `ask:
  action: send
  channel: { $ref: '#/channels/questions' }
  reply: { channel: { $ref: '#/channels/answers' } }`;

const answers = `answer:
  action: receive
  channel: { $ref: '#/channels/questions' }`;

/** Of `reply`. */
export const replyExplanations: readonly Explanation[] = [
  {
    id: 'REPLY_MISMATCH',
    what: 'One application asks for what another one does not answer: it sends no reply, sends it elsewhere, or may send a message that whoever asks does not know.',
    why: 'A request that is not answered ends with a timeout, and an answer that is not known with an error, each time.',
    cure: 'Give both operations the same `reply`: its channel, and every message that may be the answer.',
    bad: withOperations(`${asks}\n${answers}`),
    good: withOperations(`${asks}\n${answers}\n  reply: { channel: { $ref: '#/channels/answers' } }`),
  },
  {
    id: 'REPLY_UNUSABLE',
    what: 'A reply says too little for a client to ask or answer by it, or has its address elsewhere: its operation is generated as if it had none.',
    why: 'A client has to know the topic and the messages of a reply before it asks. Where the reply goes, it says in the header `reply_topic`.',
    cure: 'Say the channel of the reply, one without parameters, and its messages. Put the address at `$message.header#/reply_topic`, or leave it out.',
    bad: withOperations(
      asks.replace("channel: { $ref: '#/channels/answers' }", 'address: { location: $message.header#/replyTo }'),
    ),
    good: withOperations(asks),
  },
];
