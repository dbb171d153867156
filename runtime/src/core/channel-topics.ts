import type { Channel, ParameterSpec, ParameterValues } from './application.ts';
import { RuntimeError } from './errors.ts';

/** As long as a topic may be for its dead letter topic to fit into Kafka's 249 characters. */
const longestTopic = 245;

/** The topic of a channel for these parameters. Throws `PARAMETER_INVALID` where one is missing, unknown or does not fit. */
export function topicFor(channel: Channel, values: Readonly<Record<string, unknown>>): string {
  const { parameters = [] } = channel;
  refuseUnknown(channel, values);
  if (parameters.length === 0) return channel.topic;
  const topic = parameters.reduce((template, spec) => {
    const value = Object.hasOwn(values, spec.name) ? values[spec.name] : undefined;
    return template.replaceAll(`{${spec.name}}`, () => fitting(channel, spec, value));
  }, channel.topic);
  refuseTopic(topic, channel);
  return topic;
}

/** What no single value can be blamed for. */
function refuseTopic(topic: string, channel: Channel): void {
  if (topic.length > longestTopic) {
    throw invalid(
      `${shown(topic)} has ${topic.length} characters, a topic of ${channel.topic} at most ${longestTopic}`,
    );
  }
  if (/^\.{1,2}$/.test(topic)) throw invalid(`${shown(topic)} is no name for a topic of ${channel.topic}`);
  if (topic.endsWith('.dlt') && !channel.topic.endsWith('.dlt')) {
    throw invalid(`${shown(topic)} is the name of a dead letter topic; a topic of ${channel.topic} ends otherwise`);
  }
}

/** A topic of a channel, by its name, with the channel's parameters there. */
export type ChannelTopics = ReadonlyMap<string, ParameterValues>;

/**
 * The topics that some parameters leave: a parameter that is left out stands for all of its values. Throws
 * `PARAMETER_INVALID` where it has no enum, or where a value does not fit.
 */
export function channelTopics(channel: Channel, given: ParameterValues): ChannelTopics {
  refuseUnknown(channel, given);
  const combinations = (channel.parameters ?? []).reduce<readonly ParameterValues[]>(
    (before, spec) => {
      const value = Object.hasOwn(given, spec.name) ? given[spec.name] : undefined;
      const values = value === undefined ? (spec.values ?? [fitting(channel, spec, value)]) : [value];
      return before.flatMap((one) => values.map((next) => ({ ...one, [spec.name]: next })));
    },
    [{}],
  );
  return new Map(combinations.map((params) => [topicFor(channel, params), params]));
}

/** The channel's parameters that have no enum: its topics cannot be known without a value for each. */
export function openParameters({ parameters = [] }: Channel): readonly string[] {
  return parameters.filter(({ values }) => values === undefined).map(({ name }) => name);
}

/**
 * The topics of channels, to give to `ensureTopics`. Of one that has parameters there is one for each combination of their
 * values; where a parameter has no enum, only for the value in `params`, and none without it. Throws `PARAMETER_INVALID`.
 */
export function topicsOf(channels: readonly Channel[], params: ParameterValues = {}): readonly Channel[] {
  for (const name of Object.keys(params)) {
    const isKnown = channels.some(({ parameters = [] }) => parameters.some((spec) => spec.name === name));
    if (!isKnown) throw invalid(`none of the channels has the parameter "${name}"`);
  }
  return channels.flatMap(({ parameters = [], ...channel }) => {
    const own = Object.fromEntries(Object.entries(params).filter(([name]) => parameters.some((p) => p.name === name)));
    const isKnown = openParameters({ ...channel, parameters }).every((name) => Object.hasOwn(own, name));
    if (!isKnown) return [];
    return [...channelTopics({ ...channel, parameters }, own).keys()].map((topic) => ({ ...channel, topic }));
  });
}

function fitting(channel: Channel, spec: ParameterSpec, value: unknown): string {
  const problem = misfit(spec, value);
  if (problem === undefined && typeof value === 'string') return value;
  if (value === undefined) throw invalid(`${channel.topic} needs the parameter "${spec.name}" (${expected(spec)})`);
  throw invalid(`the parameter "${spec.name}" of ${channel.topic} is ${shown(value)}, expected ${problem}`);
}

/** What the value should be instead; undefined where it fits. */
function misfit(spec: ParameterSpec, value: unknown): string | undefined {
  if (typeof value !== 'string') return expected(spec);
  if (spec.values !== undefined) return spec.values.includes(value) ? undefined : expected(spec);
  return /^[a-zA-Z0-9._-]+$/.test(value) ? undefined : expected(spec);
}

function expected({ values }: ParameterSpec): string {
  return values === undefined
    ? 'text of the characters a-z, A-Z, 0-9, ".", "_" and "-"'
    : `one of ${values.join(', ')}`;
}

function refuseUnknown({ topic, parameters = [] }: Channel, values: object): void {
  const known = parameters.map(({ name }) => name);
  const unknown = Object.keys(values).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw invalid(`${topic} has no parameter "${unknown}"; its contract has ${known.join(', ') || 'none'}`);
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

const invalid = (message: string): RuntimeError => new RuntimeError('PARAMETER_INVALID', message);
