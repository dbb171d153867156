import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostComment {
  readonly id: number;
  body: string;
  readonly user: { readonly id: number; readonly type: string };
  readonly author: { readonly id: number };
  readonly author_association: string;
}

export interface CommentHost {
  readonly url: string;
  /** Of the one pull request that there is. */
  readonly comments: HostComment[];
  /** `POST /repos/…`, in the order of their arrival. */
  readonly calls: string[];
  /** A comment that somebody without any rights has written. */
  addStranger(body: string): void;
  close(): Promise<void>;
}

/** The id of the user that the token `may-write` belongs to. */
const botId = 7;

/**
 * The part of GitHub's and GitLab's interfaces that is about comments, played on 127.0.0.1: the hosts themselves cannot run
 * here. Any token may read; `may-write` may write. Lists come in pages, as the hosts send them.
 */
export async function startCommentHost(): Promise<CommentHost> {
  const comments: HostComment[] = [];
  const calls: string[] = [];
  const add = (body: string, id: number, type: string): HostComment => {
    const association = type === 'Bot' ? 'CONTRIBUTOR' : 'NONE';
    const who = { user: { id, type }, author: { id }, author_association: association };
    const comment = { id: comments.length + 1, body, ...who };
    comments.push(comment);
    return comment;
  };
  const answer = (method: string, address: URL, body: string): unknown => {
    if (method === 'POST') return add(bodyOf(body), botId, 'Bot');
    if (method === 'GET' && address.pathname.endsWith('/user')) return { id: botId };
    if (method === 'GET') return pageOf(comments, address.searchParams);
    const comment = comments.find(({ id }) => address.pathname.endsWith(`/${id}`));
    if (comment !== undefined) comment.body = bodyOf(body);
    return comment;
  };
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = (await request.toArray()).join('');
    calls.push(`${method} ${url}`);
    const token = headers['private-token'] ?? headers.authorization?.replace('Bearer ', '');
    const isRefused = method !== 'GET' && token !== 'may-write';
    const found = isRefused ? {} : answer(method, new URL(url, 'http://host'), body);
    response.writeHead(isRefused ? 403 : found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? {}));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    comments,
    calls,
    addStranger: (body) => void add(body, 99, 'User'),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function pageOf(comments: readonly HostComment[], query: URLSearchParams): readonly HostComment[] {
  const size = Number(query.get('per_page'));
  const start = (Number(query.get('page')) - 1) * size;
  return comments.slice(start, start + size);
}

function bodyOf(text: string): string {
  const { body }: { body: string } = JSON.parse(text);
  return body;
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
