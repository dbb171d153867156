import { createRegistry, memoryStore, serveRegistry } from '@eventwright/registry';
import type { Registration } from '@eventwright/runtime';
import { z } from 'zod';
import { openTcpProxy, type TcpProxy } from '../proxy/tcp-proxy.ts';
import type { Random } from '../random.ts';

/** A schema registry that the workload reaches through a proxy, and the harness directly. */
export interface RegistryEngine {
  readonly proxy: TcpProxy;
  /** For the workload. */
  readonly proxied: string;
  /** For the harness. */
  readonly direct: string;
  /** Returns the ids. */
  register(registrations: readonly Registration[]): Promise<readonly number[]>;
  stop(): Promise<void>;
}

export async function startRegistryEngine(random: Random): Promise<RegistryEngine> {
  const server = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
  const port = Number(new URL(server.url).port);
  const proxy = await openTcpProxy({ target: () => port, random: random.fork('network of the registry') });
  return {
    proxy,
    proxied: `http://127.0.0.1:${proxy.port}`,
    direct: server.url,
    async register(registrations) {
      const ids: number[] = [];
      for (const { subject, schema } of registrations) ids.push(await registerSchema(server.url, subject, schema.avro));
      return ids;
    },
    async stop() {
      await proxy.close();
      await server.close();
    },
  };
}

async function registerSchema(registry: string, subject: string, schema: string): Promise<number> {
  const response = await fetch(new URL(`/subjects/${encodeURIComponent(subject)}/versions`, registry), {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`the schema registry refuses ${subject}: ${response.status} ${answer}`);
  return z.object({ id: z.number() }).parse(JSON.parse(answer)).id;
}
