import { badRequest } from '../core/registry-error.ts';
import type { Endpoint } from './endpoint.ts';
import { checkAgainstSubject, checkAgainstVersion } from './endpoints/compatibility.ts';
import { deleteConfig, getConfig, putConfig } from './endpoints/config.ts';
import { listContexts, removeContext } from './endpoints/contexts.ts';
import { deleteMode, getMode, putMode } from './endpoints/mode.ts';
import {
  getSchema,
  getSchemaByGuid,
  getSchemaText,
  listIdsOfGuid,
  listSchemas,
  listSchemaTypes,
  listSubjectsOfSchema,
  listVersionsOfSchema,
} from './endpoints/schemas.ts';
import { getRoot, getServerDeployment, getServerId, getServerVersion } from './endpoints/server.ts';
import { latestWithMetadata, listSubjects, lookUpSchema, removeSubject } from './endpoints/subjects.ts';
import {
  getVersion,
  getVersionText,
  listReferrers,
  listVersions,
  registerSchema,
  removeVersion,
} from './endpoints/versions.ts';

/** Endpoints by path and method. A part that begins with a colon takes any value. */
const routes: Readonly<Record<string, Readonly<Record<string, Endpoint>>>> = {
  '/': { GET: getRoot, POST: getRoot },
  '/contexts': { GET: listContexts },
  '/contexts/:context': { DELETE: removeContext },
  '/v1/metadata/id': { GET: getServerId },
  '/v1/metadata/version': { GET: getServerVersion },
  '/v1/metadata/deployment': { GET: getServerDeployment },
  '/subjects': { GET: listSubjects },
  '/subjects/:subject': { POST: lookUpSchema, DELETE: removeSubject },
  '/subjects/:subject/metadata': { GET: latestWithMetadata },
  '/subjects/:subject/versions': { GET: listVersions, POST: registerSchema },
  '/subjects/:subject/versions/:version': { GET: getVersion, DELETE: removeVersion },
  '/subjects/:subject/versions/:version/schema': { GET: getVersionText },
  '/subjects/:subject/versions/:version/referencedby': { GET: listReferrers },
  '/schemas': { GET: listSchemas },
  '/schemas/types': { GET: listSchemaTypes },
  '/schemas/ids/:id': { GET: getSchema },
  '/schemas/ids/:id/schema': { GET: getSchemaText },
  '/schemas/ids/:id/subjects': { GET: listSubjectsOfSchema },
  '/schemas/ids/:id/versions': { GET: listVersionsOfSchema },
  '/schemas/guids/:guid': { GET: getSchemaByGuid },
  '/schemas/guids/:guid/ids': { GET: listIdsOfGuid },
  '/compatibility/subjects/:subject/versions': { POST: checkAgainstSubject },
  '/compatibility/subjects/:subject/versions/:version': { POST: checkAgainstVersion },
  '/config': { GET: getConfig, PUT: putConfig, DELETE: deleteConfig },
  '/config/:subject': { GET: getConfig, PUT: putConfig, DELETE: deleteConfig },
  '/mode': { GET: getMode, PUT: putMode, DELETE: deleteMode },
  '/mode/:subject': { GET: getMode, PUT: putMode, DELETE: deleteMode },
};

interface Route {
  readonly pattern: readonly string[];
  readonly endpoints: ReadonlyMap<string, Endpoint>;
}

const compiled: readonly Route[] = Object.entries(routes).map(([path, endpoints]) => ({
  pattern: splitPath(path),
  endpoints: new Map(Object.entries(endpoints)),
}));

export interface Match {
  /** By method, in upper case. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The endpoints of a path and the values in it; undefined for an unknown path. Throws 400 for bad encoding. */
export function matchPath(path: string): Match | undefined {
  const parts = splitPath(path);
  const route = compiled.find(
    ({ pattern }) =>
      pattern.length === parts.length && pattern.every((part, index) => part.startsWith(':') || part === parts[index]),
  );
  if (route === undefined) return undefined;
  const values = route.pattern.flatMap((part, index) =>
    part.startsWith(':') ? [[part.slice(1), decode(parts[index] ?? '', path)] as const] : [],
  );
  return { endpoints: route.endpoints, parameters: new Map(values) };
}

function decode(part: string, path: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`the path '${path}' is not percent-encoded UTF-8`);
  }
}

/** A slash at the end means nothing. */
function splitPath(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/').slice(1);
}
