import { describe, expect, it } from 'vitest';
import type { CaseResult } from '../run-case.ts';
import { countsOf, reportOf } from './report.ts';

const result: CaseResult = {
  id: 'F6',
  title: 'consumer killed',
  seed: 1,
  tries: 1,
  events: 1_200,
  faults: 4,
  lost: 0,
  doubles: 0,
  misordered: 0,
  repeated: 3,
  recovery: 1_234,
  violations: [],
  took: 9_000,
};

function cellsOf(report: string, id: string): readonly string[] {
  const line = report.split('\n').find((text) => text.startsWith(`| ${id} `)) ?? '';
  return line.split('|').map((cell) => cell.trim());
}

describe('reportOf', () => {
  it('adds the seeds of a fault up in one row, with the slowest recovery', () => {
    const report = reportOf([result, { ...result, seed: 2, recovery: 2_500 }]);
    expect(cellsOf(report, 'F6').slice(3, -1)).toEqual(['2', '2,400', '8', '0', '0', '0', '6', '2.5 s', 'holds']);
  });

  it('says what held at a later try only', () => {
    expect(reportOf([result, { ...result, seed: 2, tries: 2 }])).toContain('| holds at try 2 |');
  });

  it('says which seed did not hold, and why', () => {
    const report = reportOf([result, { ...result, seed: 2, lost: 1, violations: ['I1 middle: without effect: a#1'] }]);
    expect(cellsOf(report, 'F6').at(-2)).toBe('FAILS in 1 of 2');
    expect(cellsOf(report, 'all').at(-2)).toBe('FAILS in 1');
    expect(report).toContain('F6, seed 2: I1 middle: without effect: a#1');
  });

  it('says of a fault that never recovered that it did not', () => {
    expect(cellsOf(reportOf([result, { ...result, recovery: undefined }]), 'F6').at(-3)).toBe('never');
  });

  it('names what was not run, with the reason', () => {
    const report = reportOf([result], [{ id: 'F24', title: 'disk full', reason: 'mounting needs root' }]);
    expect(cellsOf(report, 'F24').at(-2)).toBe('not run: mounting needs root');
  });
});

describe('countsOf', () => {
  it('counts a row that fails with any of its seeds as failed', () => {
    const failed = { ...result, id: 'F9', violations: ['I2 middle: more than one effect: a#1'] };
    const counts = countsOf([result, { ...result, seed: 2 }, failed, { ...failed, seed: 2, violations: [] }]);
    expect(counts).toEqual({ numPassedTests: 1, numFailedTests: 1 });
  });
});
