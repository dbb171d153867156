import type {
  Answer,
  Application,
  Ask,
  Channel,
  Message,
  NoHeaders,
  Registration,
  Reply,
  Responder,
  Schema,
  TopicSpec,
} from '@eventwright/runtime';

/*
 * Questions and answers of one fault run, in the shape that the generator gives applications.
 */

export interface Text {
  readonly text: string;
}

export interface QuestionAsks {
  readonly question: Ask<Text, string, NoHeaders, Reply<'Answered', 'ok', Text, string, NoHeaders>>;
}

export interface AnswerHandlers {
  readonly question: Responder<Text, string, NoHeaders, object, { readonly answered: Answer<Text, string, NoHeaders> }>;
}

export interface QuestionContract {
  readonly topics: readonly TopicSpec[];
  readonly registrations: readonly Registration[];
  readonly asker: Application<object, object, never, QuestionAsks>;
  readonly answerer: Application<object, AnswerHandlers>;
}

/** Topics and groups begin with the name of the run. */
export function questionContract(run: string): QuestionContract {
  const question = routeOf(channelOf(`${run}.questions`), messageOf('Question'));
  const answered = routeOf(channelOf(`${run}.answers`), messageOf('Answered'));
  const named = (name: string) => ({ name: `${run}.${name}`, version: '1.0.0', source: `/${name}`, send: {} });
  return {
    topics: [question.channel, answered.channel, { ...question.channel, topic: `${question.channel.topic}.dlt` }],
    registrations: [question, answered].flatMap(({ message, valueSubject, keySubject }) => [
      { subject: valueSubject, schema: message.value, compatibility: 'BACKWARD' as const },
      { subject: keySubject, schema: message.key, compatibility: 'BACKWARD' as const },
    ]),
    asker: { ...named('asker'), receive: {}, ask: { question: { ...question, replies: [answered] } } },
    answerer: {
      ...named('answerer'),
      receive: { question: { ...question, group: `${run}.answerer`, replies: { answered } } },
    },
  };
}

function channelOf(topic: string): Channel {
  return { topic, description: '', partitions: 4, replicas: 3, config: {} };
}

const key: Schema<string> = { name: 'string', version: 1, fingerprint: '0000000000000001', avro: '"string"' };

function messageOf(name: string): Message<Text, Text, string, string, NoHeaders> {
  const avro = JSON.stringify({ type: 'record', name: `faults.${name}`, fields: [{ name: 'text', type: 'string' }] });
  const value = { name: `faults.${name}`, version: 1, fingerprint: '0000000000000021', avro };
  return { name, type: `faults.${name}.v1`, value, key, headers: [] };
}

function routeOf(channel: Channel, message: Message<Text, Text, string, string, NoHeaders>) {
  const { topic } = channel;
  return { channel, message, valueSubject: `${topic}-${message.value.name}`, keySubject: `${topic}-key` };
}
