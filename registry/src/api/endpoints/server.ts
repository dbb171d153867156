import { type Answer, type Call, page } from '../endpoint.ts';

/** Says that the registry is there. */
export function getRoot(): Answer {
  return { body: {} };
}

export function listContexts(call: Call): Answer {
  const prefix = call.query.get('contextPrefix') ?? '';
  const contexts = [...call.state.contexts.keys()].filter((context) => context.startsWith(prefix));
  return { body: page(call, contexts) };
}

/** Clients use the id to tell clusters apart; an embedded registry has neither a cluster nor a group. */
export function getServerId(): Answer {
  return { body: { scope: { path: [], clusters: { 'schema-registry-cluster': 'eventwright' } }, id: '' } };
}

/** The release of Confluent's registry whose API this one follows. */
export function getServerVersion(): Answer {
  return { body: { version: '8.0.0', commitId: '' } };
}
