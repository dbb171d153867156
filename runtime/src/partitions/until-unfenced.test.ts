import { expect, it } from 'vitest';
import { untilUnfenced } from './until-unfenced.ts';

const tooFew = new Error('too few brokers');
const denied = new Error('denied');
const lacksBrokers = (error: unknown): boolean => error === tooFew;

/** Fails with these errors, one after the other, before it succeeds. */
function creationAfter(...errors: readonly Error[]) {
  let tries = 0;
  const create = async (): Promise<string> => {
    const error = errors[tries];
    tries += 1;
    if (error !== undefined) throw error;
    return 'created';
  };
  return { create, tries: () => tries };
}

it('tries again while the brokers of the cluster are still held back', async () => {
  const { create, tries } = creationAfter(tooFew, tooFew);
  await expect(untilUnfenced({ create, lacksBrokers, timeout: 10_000 })).resolves.toBe('created');
  expect(tries()).toBe(3);
});

it('fails as the cluster does once the time is over', async () => {
  const { create } = creationAfter(tooFew, tooFew, tooFew);
  await expect(untilUnfenced({ create, lacksBrokers, timeout: 0 })).rejects.toBe(tooFew);
});

it('tries nothing again that waiting does not mend', async () => {
  const { create, tries } = creationAfter(denied);
  await expect(untilUnfenced({ create, lacksBrokers, timeout: 10_000 })).rejects.toBe(denied);
  expect(tries()).toBe(1);
});
