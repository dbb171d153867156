import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { Figure } from '../runtime/figures.ts';

const subscribers = 1_000;
const load = { seconds: 10, perSecond: 20 } as const;

/** Subscribers by WebSocket at the end of one feed, whose server is a process of its own: one core at the most. */
export async function feedSubscribers(postgresUrl: string): Promise<readonly Figure[]> {
  const args = [join(import.meta.dirname, 'feed-server.ts'), String(load.seconds), String(load.perSecond)];
  const env = { ...process.env, POSTGRES_URL: postgresUrl };
  const server = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}');
  try {
    const { url, token } = await next();
    const delays: number[] = [];
    const sockets: WebSocket[] = [];
    for (let first = 0; first < subscribers; first += 100) {
      sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => connect(url, token, delays)))));
    }
    server.stdin.write('go\n');
    const { events, cpu, memory } = await next();
    const all = events * subscribers;
    const deadline = performance.now() + 10_000;
    while (delays.length < all && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    for (const socket of sockets) socket.terminate();
    server.stdin.write('end\n');
    const sorted = delays.toSorted((a, b) => a - b);
    const percentile = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
    const what = `${subscribers} WebSocket subscribers, ${load.perSecond} events a second`;
    return [
      { what: `${what}: received`, ours: delays.length, unit: '', target: { atLeast: all } },
      { what: `${what}: CPU of the server, one core is 100`, ours: cpu * 100, unit: ' %', target: { below: 100 } },
      { what: `${what}: event to subscriber, p50`, ours: percentile(0.5), unit: ' ms' },
      { what: `${what}: event to subscriber, p99`, ours: percentile(0.99), unit: ' ms' },
      { what: `${what}: memory of the server`, ours: memory, unit: ' MiB' },
    ];
  } finally {
    server.kill();
  }
}

async function connect(url: string, token: string, delays: number[]): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/events/socket`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.on('message', (data: Buffer) => {
    const time = /"time":"([^"]+)"/.exec(data.toString('latin1'))?.[1];
    if (time !== undefined) delays.push(Date.now() - Date.parse(time));
  });
  return socket;
}
