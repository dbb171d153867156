import { describe, expect, it } from 'vitest';
import { consoleLog } from './console-log.ts';

function given(colour = false) {
  const lines: string[] = [];
  return { lines, log: consoleLog((line) => lines.push(line), { colour }) };
}

describe('consoleLog', () => {
  it('says who waits for what and how long', () => {
    const { lines, log } = given();
    const error = new Error('item LAMP-AURORA does not exist');

    log.warn({ service: 'warehouse', error, retryIn: 4000, offset: 7n }, 'message failed, will be tried again');

    expect(lines).toEqual([
      '  ~ warehouse: message failed, will be tried again (item LAMP-AURORA does not exist), in 4 s',
    ]);
  });

  it('says nothing while all is well', () => {
    const { lines, log } = given();
    log.info({}, 'schema looked up');
    expect(lines).toEqual([]);
  });

  it('uses colours only where they are wanted', () => {
    const { lines, log } = given(true);
    log.error({}, 'subscription has ended');
    expect(lines).toEqual(['\u001b[31m  ! subscription has ended\u001b[0m']);
  });
});
