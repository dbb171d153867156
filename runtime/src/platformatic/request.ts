import {
  type API,
  type Base,
  type Connection,
  type fetchV17,
  type initProducerIdV5,
  kGetApi,
  type listOffsetsV9,
  type metadataV12,
  type offsetCommitV9,
  type offsetFetchV7,
  type produceV11,
  ResponseError,
} from '@platformatic/kafka';

/** The requests that are sent here, in the form of their newest versions; of an older one where that says more. */
interface Requests {
  readonly Fetch: typeof fetchV17.api;
  readonly InitProducerId: typeof initProducerIdV5.api;
  readonly ListOffsets: typeof listOffsetsV9.api;
  readonly Metadata: typeof metadataV12.api;
  readonly OffsetCommit: typeof offsetCommitV9.api;
  readonly OffsetFetch: typeof offsetFetchV7.api;
  readonly Produce: typeof produceV11.api;
}

type RequestName = keyof Requests;
type ArgumentsOf<N extends RequestName> = Requests[N] extends API<infer A, unknown> ? A : never;
type ResponseOf<N extends RequestName> = Requests[N] extends API<never, infer R> ? R : never;

/**
 * Sends a request, once, and resolves with the answer whatever it says: the client takes one partition that failed for
 * a failure of all. Rejects where there was no answer.
 */
export async function request<N extends RequestName>(
  { client, connection }: { readonly client: Base; readonly connection: Connection },
  name: N,
  ...args: ArgumentsOf<N>
): Promise<ResponseOf<N>> {
  const api = await apiOf<ArgumentsOf<N>, ResponseOf<N>>(client, name);
  try {
    return await api.async(connection, ...args);
  } catch (error) {
    // Typed as anything: it is what the request would have resolved with.
    if (error instanceof ResponseError && error['response'] !== undefined) return error['response'];
    throw error;
  }
}

/** The version that requests of this name are sent in: the newest that client and cluster share. */
export async function versionOf(client: Base, name: RequestName): Promise<number> {
  return (await apiOf(client, name)).version;
}

function apiOf<A extends unknown[], R>(client: Base, name: string): Promise<API<A, R>> {
  return new Promise((resolve, reject) => {
    client[kGetApi]<A, R>(name, (error, api) => {
      if (api === undefined) reject(error ?? new Error(`the client does not know ${name}`));
      else resolve(api);
    });
  });
}
