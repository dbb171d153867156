import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect, onTestFinished } from 'vitest';

export interface ReceivedPost {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
}

export type Answer = (post: ReceivedPost, response: ServerResponse, count: number) => void;

/** A receiver of webhooks on 127.0.0.1 that notes what comes; it ends with the test. */
export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly posts: readonly ReceivedPost[];
  /** From now on it answers so. */
  answer(answer: Answer): void;
  /** Resolves once so many have come. */
  received(count: number): Promise<void>;
}

export const withStatus =
  (status: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end();

export async function startReceiver(first: Answer = withStatus(204)): Promise<Receiver> {
  const posts: ReceivedPost[] = [];
  let answer = first;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const post = { headers: request.headers, body, path: request.url ?? '' };
      posts.push(post);
      answer(post, response, posts.length);
    });
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : expect.fail('no port');
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    posts,
    answer: (next) => {
      answer = next;
    },
    received: (count) => expect.poll(() => posts.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
