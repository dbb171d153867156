import { describe, expect, it } from 'vitest';
import { requireUser } from './basic-auth.ts';

const users = new Map([
  ['ann', 'secret'],
  ['björn', 'pass:word'],
]);
const header = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

describe('requireUser', () => {
  it.each([header('ann:secret'), header('björn:pass:word'), header('ann:secret').replace('Basic', 'basic')])(
    'lets %s in',
    (authorization) => {
      expect(() => requireUser(users, authorization)).not.toThrow();
    },
  );

  it.each([
    undefined,
    '',
    'Basic',
    'Basic !!!',
    `Bearer ${Buffer.from('ann:secret').toString('base64')}`,
    header('ann:'),
    header('ann:secre'),
    header('ann:secret '),
    header(':secret'),
    header('secret'),
    header('björn:secret'),
  ])('refuses %s', (authorization) => {
    expect(() => requireUser(users, authorization)).toThrow(
      expect.objectContaining({ code: 401, headers: { 'WWW-Authenticate': expect.stringMatching(/^Basic realm=/) } }),
    );
  });
});
