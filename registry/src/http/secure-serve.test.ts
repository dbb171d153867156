import { request } from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import { createRegistry } from '../registry.ts';
import { memoryStore } from '../store/memory-store.ts';
import { selfSignedCertificate } from '../testing/self-signed-certificate.ts';
import { type RegistryServer, type ServeOptions, serveRegistry } from './serve-registry.ts';

let server: RegistryServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(options: Omit<ServeOptions, 'port'>): Promise<string> {
  server = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0, ...options });
  return server.url;
}

function get(url: string, ca?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, ca === undefined ? {} : { ca }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end();
  });
}

describe('serveRegistry with users', () => {
  it('answers nobody else, whatever they ask', async () => {
    const url = await serve({ users: new Map([['ann', 'secret']]) });
    const authorization = `Basic ${btoa('ann:secret')}`;
    expect((await fetch(`${url}/subjects`, { headers: { authorization } })).status).toBe(200);
    for (const path of ['/subjects', '/', '/none', '/v1/metadata/id']) {
      const refused = await fetch(`${url}${path}`, { method: 'POST', body: '{}' });
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringMatching('Basic')]);
      expect(await refused.json()).toEqual({ error_code: 401, message: 'HTTP 401 Unauthorized' });
    }
  });
});

describe('serveRegistry with a certificate', () => {
  it('serves HTTPS to clients that trust it, and to no others', async () => {
    const tls = selfSignedCertificate();
    const url = await serve({ tls });
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(await get(`${url}/subjects`, tls.certificate)).toBe(200);
    await expect(get(`${url}/subjects`)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    await expect(fetch(`${url.replace('https', 'http')}/subjects`)).rejects.toThrow();
  });

  it('does not start with a key of another certificate', async () => {
    const tls = { ...selfSignedCertificate(), key: selfSignedCertificate().key };
    await expect(serve({ tls })).rejects.toThrow(/key values mismatch/);
  });
});
