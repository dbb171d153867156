import type { FailurePolicy } from '../catalog/catalog.ts';
import { durationText } from '../page/words.ts';

/** What follows where a handler fails, in words. */
export function failureText(policy: FailurePolicy | undefined): string {
  if (policy === undefined) {
    return 'as the runtime does unless told otherwise: three tries in place, then its key waits and is tried again later, in the end a dead letter.';
  }
  const { attempts = 3, later, timeout, errors } = policy;
  const waits =
    later === undefined
      ? 'later tries as the runtime makes them'
      : later.length === 0
        ? 'no later tries'
        : `later tries after ${later.map(durationText).join(', ')}, during which its key waits`;
  const limit = timeout === undefined ? '' : `; a try may take ${durationText(timeout)}`;
  const classes = errors.length === 0 ? '' : `; ${errors.map(([name, meaning]) => `${name} is ${meaning}`).join(', ')}`;
  return `${attempts} ${attempts === 1 ? 'try' : 'tries'} in place, ${waits}, in the end a dead letter${limit}${classes}.`;
}
