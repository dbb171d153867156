import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A call as it arrived. */
export interface Call {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface FunctionServer {
  readonly url: string;
  readonly calls: readonly Call[];
  /** Connections that were made. */
  readonly connections: number;
}

/** Answers a call; what it leaves unanswered hangs. */
export type Answer = (response: ServerResponse, call: Call) => void;

/** A target on this machine, until the test is finished. */
export async function functionServer(answer: Answer): Promise<FunctionServer> {
  const calls: Call[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    const { method, url: path, headers } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const call = { method, path, headers, body: Buffer.concat(chunks) };
    calls.push(call);
    answer(response, call);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/function`,
    calls,
    get connections() {
      return connections;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return address.port;
}
