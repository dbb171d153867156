import type { HttpApi } from '@eventwright/runtime/feeds';
import type { Database } from '@eventwright/runtime/postgres';
import { salesWindow } from '../sales-window.ts';

/** A day's worth of minutes, for one currency. */
const mostMinutes = 1_440;

/** `GET /sales?minutes=60`: what was sold in each minute, by currency, oldest first; minutes without a sale are left out. */
export function salesApi(database: Database, now: () => Date): HttpApi {
  return {
    fetch: async ({ method, url }) => {
      const { pathname, searchParams } = new URL(url);
      if (pathname === '/health') return Response.json({ status: 'up' });
      if (pathname !== '/sales') return problem(404, `There is no ${pathname}. See /sales.`);
      if (method !== 'GET') return problem(405, 'Sales can be read, with GET, and nothing else.');
      const minutes = Number(searchParams.get('minutes') ?? 60);
      if (!Number.isInteger(minutes) || minutes < 1 || minutes > mostMinutes) {
        return problem(400, `"minutes" is a whole number from 1 to ${mostMinutes}.`);
      }
      const from = new Date(now().getTime() - minutes * 60_000);
      return Response.json({ sales: await salesSince(database, from) }, { headers: { 'cache-control': 'no-store' } });
    },
  };
}

async function salesSince(database: Database, from: Date): Promise<readonly object[]> {
  const windows = await database.transaction((tx) => salesWindow.read(tx, { from, limit: mostMinutes * 10 }));
  return windows.map(({ start, key, events, totals, late, closedAt }) => ({
    minute: start.toISOString(),
    currency: key,
    orders: Number(events),
    revenue: totals.revenue.toString(),
    items: totals.items.toString(),
    late: Number(late),
    final: closedAt !== undefined,
  }));
}

function problem(status: number, title: string): Response {
  return Response.json({ title, status }, { status, headers: { 'content-type': 'application/problem+json' } });
}
