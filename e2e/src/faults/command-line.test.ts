import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../scripts/script-error.ts';
import { cases } from './cases/index.ts';
import { readCommandLine } from './command-line.ts';

describe('readCommandLine', () => {
  it('runs every case with two seeds, unless told otherwise', () => {
    const request = readCommandLine([]);
    expect(request).toMatchObject({ action: 'run', seeds: [1, 2], partial: false });
    expect(request.cases).toEqual(cases);
  });

  it('takes a fault with its variants, in any case of letters', () => {
    const { cases: chosen, partial } = readCommandLine(['--only', 'f12,F6']);
    expect(chosen.map(({ id }) => id)).toEqual(['F12 waiting', 'F12 computing', 'F6']);
    expect(partial).toBe(true);
  });

  it('tries once, unless told otherwise', () => {
    expect(readCommandLine([]).tries).toBe(1);
    expect(readCommandLine(['--tries', '2']).tries).toBe(2);
  });

  it('has as much time as it takes, unless told otherwise', () => {
    expect(readCommandLine([]).budget).toBe(Number.POSITIVE_INFINITY);
    expect(readCommandLine(['--budget', '20']).budget).toBe(1_200_000);
  });

  it('has seeds take turns with the clients where it runs both', () => {
    expect(readCommandLine(['--client', 'platformatic'])).toMatchObject({ clients: ['platformatic'] });
    expect(readCommandLine(['--client', 'both'])).toMatchObject({
      clients: ['kafkajs', 'platformatic'],
      seeds: [1, 2],
    });
  });

  it('takes one seed to repeat what failed', () => {
    expect(readCommandLine(['--seed', '17']).seeds).toEqual([17]);
  });

  it.each([[['--only', 'F99']], [['--seeds', 'many']], [['--client', 'librdkafka']]])('refuses %j', (args) => {
    expect(() => readCommandLine(args)).toThrow(UsageError);
  });
});

describe('cases', () => {
  it('have names of their own', () => {
    const ids = cases.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
