import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Random } from '../random.ts';

/** How a receiver treats us. */
export type Manners = 'good' | 'failing' | 'hanging' | 'redirecting' | 'gone' | 'endless';

/** A receiver of webhooks, and what came to it. */
export interface WebhookReceiver {
  readonly manners: Manners;
  readonly url: string;
  readonly port: number;
  /** Of events that it said it took, in the order in which they came. */
  readonly taken: readonly { readonly key: string; readonly seq: number; readonly at: number }[];
  /** Everything that came, taken or not. */
  readonly calls: number;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  readonly manners: Manners;
  readonly random: Random;
  /** Where a redirecting one points to. */
  readonly inside: string;
}

/** @param address Of this machine; `127.0.0.2` stands for what is inside and must never be reached. */
export async function startWebhookReceiver(options: ReceiverOptions, address = '127.0.0.1'): Promise<WebhookReceiver> {
  const taken: { key: string; seq: number; at: number }[] = [];
  let calls = 0;
  const server = createServer(async (request, response) => {
    calls += 1;
    const { key, seq } = await dataOf(request);
    const status = answer(options, response, calls);
    if (status >= 200 && status < 300) taken.push({ key, seq, at: performance.now() });
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    manners: options.manners,
    url: `http://${address}:${port}/`,
    port,
    taken,
    get calls() {
      return calls;
    },
    close: async () => {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function dataOf(request: IncomingMessage): Promise<{ key: string; seq: number }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { data = {} } = JSON.parse(Buffer.concat(chunks).toString() || '{}');
  return { key: String(data.key), seq: Number(data.seq) };
}

/** The status that it answers with; 0 for none at all. */
function answer({ manners, random, inside }: ReceiverOptions, response: ServerResponse, calls: number): number {
  const end = (status: number, headers: Readonly<Record<string, string>> = {}): number => {
    response.writeHead(status, headers).end();
    return status;
  };
  switch (manners) {
    case 'good':
      return end(204);
    case 'failing':
      return end(random.chance(0.7) ? 204 : random.pick([500, 503, 429, 404]), { 'retry-after': '0' });
    case 'hanging':
      return 0;
    case 'redirecting':
      return end(307, { location: inside });
    case 'gone':
      return end(calls <= 2 ? 410 : 204);
    case 'endless':
      return flood(response);
  }
}

/** A reply that never ends, as fast as it is read. */
function flood(response: ServerResponse): number {
  response.writeHead(200);
  const chunk = Buffer.alloc(65_536, 'x');
  const more = (): void => {
    if (response.destroyed) return;
    if (response.write(chunk)) setImmediate(more);
    else response.once('drain', more);
  };
  response.on('error', () => undefined);
  more();
  return 200;
}
