import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { catalogJson } from '@eventwright/site';
import { liveScript } from './live-script.ts';
import type { MadeSite } from './make-site.ts';

/** A site on a server of its own, for who writes contracts: pages in a browser follow what changes. */
export interface SiteServer {
  readonly url: string;
  /** Shows this site from now on, and has open pages load anew where it differs. Pages are made when they are asked for. */
  show(site: MadeSite): void;
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
const keepAlive = 120_000;

/** What pages are shown of. */
interface Shown {
  /** Undefined until there is one. */
  readonly site: MadeSite | undefined;
  /** The same for the same site, also after a restart. */
  readonly state: string;
}

/** What an open page hears. */
type Message = { readonly kind: 'site'; readonly state: string } | { readonly kind: 'problem'; readonly text: string };

/** Listens on 127.0.0.1. Rejects as listening does. */
export async function serveSite(port: number): Promise<SiteServer> {
  const listeners = new Set<ServerResponse>();
  let shown: Shown = { site: undefined, state: 'none' };
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
  // Reading code keeps the server from answering for seconds; a connection that waits meanwhile must not be cut for that.
  server.keepAliveTimeout = keepAlive;
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
    show(site) {
      const next = { site, state: stateOf(site) };
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
function answerFile(response: ServerResponse, path: string, { site, state }: Shown): void {
  const name = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  const text = textOf(name, site);
  if (text === undefined) answer(response, 404, '.html', withLiveScript(missing(site !== undefined), state));
  else answer(response, 200, extname(name), name.endsWith('.html') ? withLiveScript(text, state) : text);
}

/** In words why there is none, where making it fails: that is a bug, and the other pages are still good. */
function textOf(name: string, site: MadeSite | undefined): string | undefined {
  try {
    return site?.file(name);
  } catch (error) {
    return `This file cannot be made, which is a bug of eventwright: ${error instanceof Error ? error.stack : String(error)}\n`;
  }
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

/** A site is a function of these. */
function stateOf({ catalog, settings }: MadeSite): string {
  const text = `${JSON.stringify(settings)}\0${catalogJson(catalog)}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
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
