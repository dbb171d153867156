import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { exchange } from './exchange.ts';

const servers: (Server | ReturnType<typeof createSocketServer>)[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

const serve = (listener: RequestListener): Promise<string> => listen(createServer(listener));

const question = { method: 'GET', path: '/subjects' } as const;
const { signal } = new AbortController();

/** Exit code, message and help of the failure; the address is cut out. */
async function failure(base: string, patience = 5_000): Promise<readonly unknown[]> {
  const address = { base, userInfo: undefined, ca: undefined };
  const error: unknown = await exchange(address, question, { signal, patience }).catch((reason: unknown) => reason);
  if (!(error instanceof CliError)) throw new Error(`no failure: ${JSON.stringify(error)}`);
  return [error.exitCode, error.message.replace(base, 'HERE'), error.help];
}

const none = 'Is it running there? `eventwright registry serve --port 8081` starts one for development.';
const other = 'Is this the address of a schema registry?';

describe('exchange', () => {
  it('gives status and body, and sends what it is told to', async () => {
    const seen: unknown[] = [];
    const base = await serve((request, response) => {
      seen.push(request.method, request.url, request.headers.authorization);
      request
        .on('data', (chunk: Buffer) => seen.push(chunk.toString()))
        .on('end', () => {
          response.writeHead(404).end('{"error_code":40401}');
        });
    });
    const address = { base, userInfo: 'ann:secret', ca: undefined };
    const asked = { method: 'POST', path: '/subjects/a%2Fb', body: { schema: '"int"' } } as const;
    expect(await exchange(address, asked, { signal })).toEqual({ status: 404, body: { error_code: 40401 } });
    expect(seen).toEqual(['POST', '/subjects/a%2Fb', `Basic ${btoa('ann:secret')}`, '{"schema":"\\"int\\""}']);
  });

  it('says that nothing is there', async () => {
    const base = await serve(() => undefined);
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect(await failure(base)).toEqual([4, `The schema registry at HERE cannot be reached: ECONNREFUSED.`, none]);
  });

  it.each([
    ['never answers', () => undefined],
    [
      'drips its answer',
      (response: Parameters<RequestListener>[1]) => {
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      },
    ],
  ])('gives up on a server that %s', async (_how, answer) => {
    const base = await serve((_request, response) => answer(response));
    const message = 'The schema registry at HERE cannot be reached: no whole answer within 0.2 s.';
    expect(await failure(base, 200)).toEqual([4, message, none]);
  });

  it('does not read an answer without end', async () => {
    const base = await serve((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await failure(base)).toEqual([
      4,
      'The schema registry at HERE cannot be reached: it answers with more than 16 MiB.',
      none,
    ]);
  });

  it('follows no redirection, so that none can lead it in circles', async () => {
    let asked = 0;
    const base = await serve((request, response) => {
      asked += 1;
      response.writeHead(302, { location: request.url ?? '' }).end();
    });
    expect(await failure(base)).toEqual([
      4,
      'The schema registry at HERE answered 302: it points to /subjects.',
      'Redirections are not followed: give the address that the registry itself has.',
    ]);
    expect(asked).toBe(1);
  });

  it.each([
    ['text/html', '<!doctype html><title>Welcome</title>'],
    ['application/json', '{"schema": '],
    ['application/json', ''],
  ])('says that %s %j is no answer', async (type, text) => {
    const base = await serve((_request, response) => response.writeHead(200, { 'content-type': type }).end(text));
    const message = `The schema registry at HERE answered 200 with something that is no JSON (${type}).`;
    expect(await failure(base)).toEqual([4, message, other]);
  });

  it('tells what a registry says of its own failure', async () => {
    const base = await serve((_request, response) => response.writeHead(503).end('{"message":"Leader not known."}'));
    expect((await failure(base)).slice(0, 2)).toEqual([
      4,
      'The schema registry at HERE answered 503: Leader not known.',
    ]);
  });

  it('says where user and password come from', async () => {
    const base = await serve((_request, response) => response.writeHead(401).end());
    expect(await failure(base)).toEqual([
      4,
      'The schema registry at HERE answered 401: it does not let this user in.',
      'Set SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO to user:password.',
    ]);
  });

  it('survives what is no HTTP', async () => {
    const base = await listen(createSocketServer((socket) => socket.end('220 mail.example ESMTP\r\n')));
    expect((await failure(base)).slice(0, 2)).toEqual([
      4,
      expect.stringMatching(/^The schema registry at HERE cannot be reached: HPE_INVALID_CONSTANT\.$/),
    ]);
  });

  it('survives a connection that breaks amid the answer', async () => {
    const base = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":', () => response.destroy());
    });
    expect((await failure(base)).slice(0, 2)).toEqual([
      4,
      expect.stringMatching(/^The schema registry at HERE cannot be reached: (ECONNRESET|aborted)\.$/),
    ]);
  });
});
