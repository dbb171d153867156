import { createHash, createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A new secret as Standard Webhooks writes it: 32 random bytes in base64 behind `whsec_`. */
export const newSecret = (): string => prefix + randomBytes(32).toString('base64');

export interface Signed {
  /** The same for each try of one event. */
  readonly id: string;
  /** When this try is made, in seconds since the epoch. */
  readonly timestamp: number;
  readonly body: string;
  /** Those that are valid now, newest first. */
  readonly secrets: readonly string[];
}

/** The headers of Standard Webhooks, with a `v1` signature for each secret. */
export function signatureHeaders({ id, timestamp, body, secrets }: Signed): Readonly<Record<string, string>> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}

/** The event's own id, where that may stand in a header and between dots, else a hash of it. */
export const webhookId = (eventId: string): string =>
  /^[\w-]{1,128}$/.test(eventId) ? eventId : createHash('sha256').update(eventId).digest('base64url');
