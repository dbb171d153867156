import { createHash, timingSafeEqual } from 'node:crypto';
import { RegistryError } from '../core/registry-error.ts';

/** Passwords by user. */
export type Users = ReadonlyMap<string, string>;

/** Throws 401 unless an `Authorization` header names one of the users with its password (RFC 7617). */
export function requireUser(users: Users, authorization: string | undefined): void {
  if (isKnown(users, authorization)) return;
  const challenge = { 'WWW-Authenticate': 'Basic realm="schema registry", charset="UTF-8"' };
  throw new RegistryError(401, 'HTTP 401 Unauthorized', challenge);
}

function isKnown(users: Users, authorization: string | undefined): boolean {
  const [, encoded] = /^basic +([\w+/=-]+) *$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return false;
  const credentials = Buffer.from(encoded, 'base64').toString('utf8');
  // All are compared, each in the same time, so that an answer does not tell how near a guess was.
  return [...users].filter(([user, password]) => isSame(`${user}:${password}`, credentials)).length > 0;
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
