import { describe, expect, it } from 'vitest';
import { closingStack } from './closing-stack.ts';

describe('closingStack', () => {
  it('closes in the opposite order, once', async () => {
    const closed: string[] = [];
    const opened = closingStack();
    for (const name of ['log', 'registry', 'service']) {
      opened.add(async () => {
        closed.push(name);
      });
    }

    await opened.close();
    await opened.close();

    expect(closed).toEqual(['service', 'registry', 'log']);
  });

  it('closes the rest after a failure, and tells of it', async () => {
    const closed: string[] = [];
    const opened = closingStack();
    opened.add(async () => {
      closed.push('log');
    });
    opened.add(() => Promise.reject(new Error('the service hangs')));

    await expect(opened.close()).rejects.toThrow('the service hangs');
    expect(closed).toEqual(['log']);
  });
});
