import type { Rule } from '@eventwright/site';
import { errorExplanations } from '../../explain/error-explanations.ts';
import { type Example, titleOf } from '../../explain/explanation.ts';
import { explanations, severityOf } from '../../explain/explanations.ts';

/** Every finding and every error, as `eventwright explain` tells of them, sorted by id. */
export function rulesOfTools(): readonly Rule[] {
  const findings = [...explanations.values()].map(({ id, what, why, cure, bad, good }) => ({
    id,
    kind: severityOf(id),
    what,
    why,
    cure,
    bad: examplesOf(bad),
    good: examplesOf(good),
  }));
  const errors = [...errorExplanations.values()].map(({ code, of, what, cure }) => ({
    id: code,
    kind: of,
    what,
    why: '',
    cure,
    bad: [],
    good: [],
  }));
  return [...findings, ...errors].sort((a, b) => (a.id < b.id ? -1 : 1));
}

const examplesOf = ({ files }: Example): Rule['bad'] =>
  files.map((file) => ({ title: titleOf(file), text: file.text }));
