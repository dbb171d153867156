import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { SiteFile } from '@eventwright/site';
import { liveScript } from './live-script.ts';

/** A site on a server of its own, for who writes contracts: pages in a browser follow what changes. */
export interface SiteServer {
  readonly url: string;
  /** Shows these files from now on, and has open pages load anew where they differ. */
  show(files: readonly SiteFile[]): void;
  /** Shows over every open page what is wrong; the site stays as it was. */
  tell(problem: string): void;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

const live = { script: '__live.js', events: '__live' } as const;

/** Programs between a page and its server may take a silent connection for a dead one. In milliseconds. */
const heartbeat = 20_000;

/** What pages are shown of. */
interface Shown {
  readonly files: ReadonlyMap<string, string>;
  /** The same for the same files, also after a restart. */
  readonly state: string;
}

/** What an open page hears. */
type Message = { readonly kind: 'site'; readonly state: string } | { readonly kind: 'problem'; readonly text: string };

/** Listens on 127.0.0.1. Rejects as listening does. */
export async function serveSite(port: number): Promise<SiteServer> {
  const listeners = new Set<ServerResponse>();
  let shown: Shown = { files: new Map(), state: 'none' };
  let message: Message = { kind: 'site', state: shown.state };
  const server = createServer((request, response) => {
    const path = pathOf(request);
    if (path === undefined) return refuse(response, 400, 'This server is for pages on this machine.');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return refuse(response, 405, 'There is nothing but pages.');
    }
    if (path === live.script) return answer(response, 200, '.js', liveScript);
    if (path !== live.events) return answerFile(response, path, shown);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    if (request.method === 'HEAD') return response.end();
    response.write(eventText(message));
    listeners.add(response);
    return response.on('close', () => listeners.delete(response));
  });
  await listen(server, port);
  const timer = setInterval(() => {
    for (const listener of listeners) listener.write(': still here\n\n');
  }, heartbeat);
  const tell = (next: Message): void => {
    message = next;
    for (const listener of listeners) listener.write(eventText(message));
  };
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    show(files) {
      const next = { files: new Map(files.map(({ path, text }) => [path, text])), state: stateOf(files) };
      const isNew = message.kind === 'problem' || next.state !== shown.state;
      shown = next;
      if (isNew) tell({ kind: 'site', state: shown.state });
    },
    tell: (text) => tell({ kind: 'problem', text }),
    close() {
      clearInterval(timer);
      return close(server);
    },
  };
}

/** Without the slash before it; undefined where a page of another name asks, as one may that has been led here. */
function pathOf({ url = '/', headers }: IncomingMessage): string | undefined {
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(headers.host ?? '')) return undefined;
  try {
    return decodeURIComponent(new URL(url, 'http://127.0.0.1').pathname.slice(1));
  } catch {
    return undefined;
  }
}

/** Only files of the site are ever answered; a page that is not there waits for it, or for the contracts to be mended. */
function answerFile(response: ServerResponse, path: string, { files, state }: Shown): void {
  const name = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  const text = files.get(name);
  if (text === undefined) answer(response, 404, '.html', withLiveScript(missing(files.size > 0), state));
  else answer(response, 200, extname(name), name.endsWith('.html') ? withLiveScript(text, state) : text);
}

const missing = (isSiteThere: boolean): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${isSiteThere ? 'No such page' : 'Not yet'}</title>
</head>
<body><h1>${isSiteThere ? 'There is no such page' : 'The site is being made'}</h1>
<p>${isSiteThere ? '<a href="/">To the start</a>. ' : ''}This page loads again when that has changed.</p></body>
</html>
`;

const withLiveScript = (text: string, state: string): string =>
  text.replace('</head>', `<script src="/${live.script}" data-state="${state}" defer></script>\n</head>`);

const eventText = (message: Message): string => `data: ${JSON.stringify(message)}\n\n`;

function answer(response: ServerResponse, status: number, extension: string, text: string): void {
  response.writeHead(status, {
    'content-type': types[extension] ?? 'application/octet-stream',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  response.end(text);
}

const refuse = (response: ServerResponse, status: number, words: string): void =>
  answer(response, status, '.txt', `${words}\n`);

function stateOf(files: readonly SiteFile[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(`${path}\0${text.length}\0${text}`);
  return hash.digest('hex').slice(0, 16);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => resolve());
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
