import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../../model/finding.ts';
import { limitFindings, mostShown } from './limit-findings.ts';
import type { Report } from './report.ts';

const finding = (line: number, severity: Severity): Finding => ({
  ruleId: 'A_RULE',
  severity,
  message: 'Wrong.',
  position: { file: 'asyncapi/orders.yaml', line, column: 1 },
  related: [],
});

const reportOf = (findings: readonly Finding[]): Report => ({
  command: 'validate',
  exitCode: 1,
  findings,
  texts: new Map(),
  root: '/',
  lines: [],
  data: {},
});

describe('limitFindings', () => {
  it('leaves a report alone that has no more than are shown', () => {
    const report = reportOf(Array.from({ length: mostShown }, (_, line) => finding(line, 'warning')));
    expect(limitFindings(report)).toBe(report);
  });

  it('shows the worst, in the order in which they were, and loses none', () => {
    const findings = Array.from({ length: mostShown + 20 }, (_, line) =>
      finding(line, line % 3 === 0 ? 'error' : 'info'),
    );
    const { findings: shown, leftOut = [] } = limitFindings(reportOf(findings));
    expect(shown).toHaveLength(mostShown);
    expect(shown).toEqual([...shown].sort((a, b) => a.position.line - b.position.line));
    expect(leftOut).toEqual(findings.filter((one) => !shown.includes(one)));
    expect(leftOut.every(({ severity }) => severity === 'info')).toBe(true);
  });
});
