import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CliError } from './cli-error.ts';
import { explainSystemError } from './system-error.ts';

const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: as the system says`), {
    code,
    errno: -1,
    syscall: 'write',
    path: '/out/orders.ts',
  });

describe('explainSystemError', () => {
  it.each([
    ['ENOSPC', "'/out/orders.ts': the disk is full."],
    ['EDQUOT', "'/out/orders.ts': the disk is full."],
    ['EROFS', "'/out/orders.ts': the disk can only be read."],
    ['EACCES', "'/out/orders.ts': no permission."],
    ['EMFILE', "'/out/orders.ts': too many open files."],
    ['EIO', "'/out/orders.ts': write failed (EIO)."],
  ])('says what %s means, exit code 4', (code, message) => {
    expect(explainSystemError(systemError(code))).toMatchObject({ exitCode: 4, message });
  });

  it('explains what Node throws', () => {
    let thrown: unknown;
    try {
      readFileSync('/nowhere/at/all');
    } catch (error) {
      thrown = error;
    }
    expect(explainSystemError(thrown)).toBeInstanceOf(CliError);
  });

  it.each([new TypeError('x is undefined'), new CliError(2, 'wrong'), 'text', undefined])(
    'leaves %s as it is',
    (error) => {
      expect(explainSystemError(error)).toBe(error);
    },
  );
});
