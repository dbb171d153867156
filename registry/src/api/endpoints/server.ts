import type { Answer } from '../endpoint.ts';

/** Says that the registry is there. */
export function getRoot(): Answer {
  return { body: {} };
}

/** Clients use the id to tell clusters apart; an embedded registry has neither a cluster nor a group. */
export function getServerId(): Answer {
  return { body: { scope: { path: [], clusters: { 'schema-registry-cluster': 'eventwright' } }, id: '' } };
}

/** The release of Confluent's registry whose API this one follows. */
export function getServerVersion(): Answer {
  return { body: { version: '8.0.0', commitId: '' } };
}

/** Attributes of a deployment in Confluent's cloud; here there are none. */
export function getServerDeployment(): Answer {
  return { body: { attributes: [] } };
}
