import { RuntimeError } from '../core/errors.ts';
import type { AnyMessage, MessagePredicate, RecordPredicate, Tap, TapPredicate, TapRoute } from './tap.ts';

/** A tap that can be put to work. */
export interface CheckedTap {
  readonly name: string;
  readonly sources: readonly string[];
  readonly routes: readonly CheckedRoute[];
  /** True: only the first route that fits gets a record. */
  readonly diverts: boolean;
  /** What has to be decoded for the predicates. */
  readonly messages: readonly AnyMessage[];
}

export interface CheckedRoute {
  readonly topic: string;
  readonly predicates: readonly TapPredicate[];
}

/** Throws `CONFIGURATION_INVALID` where the tap would feed itself, or cannot be known to do what it says. */
export function checkedTap(tap: Tap): CheckedTap {
  const { name } = tap;
  const sources = [tap.from].flat().map(({ topic }) => topic);
  const routes = ('copy' in tap ? tap.copy : tap.divert).map(checkedRoute);
  if (name === '') throw invalid('it has no name', 'give it one: it is its consumer group');
  if (sources.length === 0) throw invalid(`${name} taps no topic`, 'name one in `from`');
  if (routes.length === 0) throw invalid(`${name} leads nowhere`, 'give it a route with `to`');
  for (const topic of [...sources, ...routes.map((route) => route.topic)]) refuseTopic(name, topic);
  for (const { topic } of routes) {
    if (!sources.includes(topic)) continue;
    throw invalid(`${name} would feed ${topic} with what it takes from there`, 'name another topic in `to`');
  }
  const twice = routes.find(({ topic }, index) => routes.findIndex((other) => other.topic === topic) !== index);
  if (twice !== undefined) {
    throw invalid(`${name} leads to ${twice.topic} twice`, 'write one route, with all predicates in its `when`');
  }
  const predicates = routes.flatMap((route) => route.predicates).filter(isOfMessage);
  const messages = [...new Set(predicates.map(({ message }) => message))];
  return { name, sources, routes, diverts: 'divert' in tap, messages };
}

export function isOfMessage(predicate: TapPredicate): predicate is MessagePredicate {
  return typeof predicate !== 'function';
}

function checkedRoute({ to, when }: TapRoute): CheckedRoute {
  const predicates = when === undefined ? [everything] : [when].flat();
  return { topic: to.topic, predicates };
}

const everything: RecordPredicate = () => true;

function refuseTopic(name: string, topic: string): void {
  if (topic.includes('{')) {
    throw invalid(`${name} names ${topic}, a template`, 'name its topics, as `topicsOf` gives them');
  }
  if (topic.endsWith('.dlt')) {
    throw invalid(
      `${name} names ${topic}, a dead letter topic`,
      'its letters are for those who gave them up; see `eventwright dead-letters`',
    );
  }
}

function invalid(problem: string, cure: string): RuntimeError {
  return new RuntimeError('CONFIGURATION_INVALID', `a tap cannot run: ${problem}; ${cure}`);
}
