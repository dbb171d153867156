import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '@eventwright/runtime/postgres';
import { salesWindow } from '../sales-window.ts';

/** A day's worth of minutes, for one currency. */
const mostMinutes = 1_440;

/** Answers a request; what it rejects with is the server's to answer. */
export type Api = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** `GET /sales?minutes=60`: what was sold in each minute, by currency, oldest first; minutes without a sale are left out. */
export function salesApi(database: Database, now: () => Date): Api {
  return async ({ method, url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://analytics');
    if (pathname === '/health') return answer(response, 200, { status: 'up' });
    if (pathname !== '/sales') return answer(response, 404, { title: `There is no ${pathname}. See /sales.` });
    if (method !== 'GET') return answer(response, 405, { title: 'Sales can be read, with GET, and nothing else.' });
    const minutes = Number(searchParams.get('minutes') ?? 60);
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > mostMinutes) {
      return answer(response, 400, { title: `"minutes" is a whole number from 1 to ${mostMinutes}.` });
    }
    const from = new Date(now().getTime() - minutes * 60_000);
    const windows = await database.transaction((tx) => salesWindow.read(tx, { from, limit: mostMinutes * 10 }));
    const sales = windows.map(({ start, key, events, totals, late, closedAt }) => ({
      minute: start.toISOString(),
      currency: key,
      orders: Number(events),
      revenue: totals.revenue.toString(),
      items: totals.items.toString(),
      late: Number(late),
      final: closedAt !== undefined,
    }));
    return answer(response, 200, { sales });
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  const text = JSON.stringify(status < 400 ? body : { ...body, status });
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
