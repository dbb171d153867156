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

/** Listens on 127.0.0.1. Rejects as listening does. */
export async function serveSite(port: number): Promise<SiteServer> {
  const pages = new Set<ServerResponse>();
  let files: ReadonlyMap<string, string> = new Map();
  let problem: string | undefined;
  const server = createServer((request, response) => {
    const path = pathOf(request);
    if (path === undefined) return refuse(response, 400, 'This server is for pages on this machine.');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'There is nothing but pages.');
    if (path === live.events) return follow(response, pages, problem);
    if (path === live.script) return answer(response, 200, '.js', liveScript);
    const name = path === '' || path.endsWith('/') ? `${path}index.html` : path;
    const text = files.get(name);
    if (text === undefined) return refuse(response, 404, 'There is no such page.');
    return answer(response, 200, extname(name), name.endsWith('.html') ? withLiveScript(text) : text);
  });
  await listen(server, port);
  const send = (message: object): void => {
    for (const page of pages) page.write(eventText(message));
  };
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    show(next) {
      const texts = new Map(next.map((file) => [file.path, file.text]));
      const differs = problem !== undefined || !isSame(files, texts);
      files = texts;
      problem = undefined;
      if (differs) send({ kind: 'changed' });
    },
    tell(text) {
      problem = text;
      send({ kind: 'problem', text });
    },
    close: () => close(server),
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

function follow(response: ServerResponse, pages: Set<ServerResponse>, problem: string | undefined): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(problem === undefined ? ': here\n\n' : eventText({ kind: 'problem', text: problem }));
  pages.add(response);
  response.on('close', () => pages.delete(response));
}

const eventText = (message: object): string => `data: ${JSON.stringify(message)}\n\n`;

const withLiveScript = (text: string): string =>
  text.replace('</head>', `<script src="/${live.script}" defer></script>\n</head>`);

function answer(response: ServerResponse, status: number, extension: string, text: string): void {
  response.writeHead(status, {
    'content-type': types[extension] ?? 'application/octet-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}

const refuse = (response: ServerResponse, status: number, words: string): void =>
  answer(response, status, '.txt', `${words}\n`);

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([path, text]) => other.get(path) === text);
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
