import { retryLater } from '@eventwright/runtime';
import { describe, expect, it } from 'vitest';
import { consoleLog } from './console-log.ts';

function given(colour = false) {
  const lines: string[] = [];
  return { lines, log: consoleLog((line) => lines.push(line), { colour }) };
}

describe('consoleLog', () => {
  it('says who waits for what and how long', () => {
    const { lines, log } = given();
    const err = retryLater('item LAMP-AURORA does not exist');

    log.warn({ service: 'warehouse', err, retryIn: 4000, offset: 7n }, 'message failed, will be tried again');

    expect(lines).toEqual(['  ~ warehouse waits: item LAMP-AURORA does not exist; next try in 4 s']);
  });

  it('says what failed and why', () => {
    const { lines, log } = given();
    log.error({ service: 'orders', err: new Error('order 7 is unknown') }, 'message goes to the dead letter topic');
    expect(lines).toEqual(['  ! orders: message goes to the dead letter topic (order 7 is unknown)']);
  });

  it('says nothing while all is well', () => {
    const { lines, log } = given();
    log.info({}, 'schema looked up');
    expect(lines).toEqual([]);
  });

  it('uses colours only where they are wanted', () => {
    const { lines, log } = given(true);
    log.error({}, 'subscription has ended');
    expect(lines).toEqual(['\u001b[31m  ! shop: subscription has ended\u001b[0m']);
  });
});
