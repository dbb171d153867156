import { registrations } from '@shop/contracts/registrations';

/**
 * Puts every schema of the contracts into the registry, oldest version first. A development stack does it at its start;
 * elsewhere `eventwright registry push` does, and services only ever look schemas up. Rejects where the registry refuses
 * one, with its reason.
 */
export async function registerSchemas(registryUrl: string): Promise<void> {
  const levels = new Map(registrations.map(({ subject, compatibility }) => [subject, compatibility]));
  for (const [subject, compatibility] of levels) {
    await call(registryUrl, 'PUT', `/config/${encodeURIComponent(subject)}`, { compatibility });
  }
  for (const { subject, schema } of registrations) {
    await call(registryUrl, 'POST', `/subjects/${encodeURIComponent(subject)}/versions`, { schema: schema.avro });
  }
}

async function call(registryUrl: string, method: string, path: string, body: object): Promise<void> {
  const response = await fetch(new URL(path, registryUrl), {
    method,
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`the schema registry refuses ${method} ${path}: ${response.status} ${answer}`);
}
