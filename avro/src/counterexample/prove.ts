import type { Comparison } from '../compatibility/compare-schemas.ts';
import { missingSymbols } from '../compatibility/matching.ts';
import type { Mismatch, Pair } from '../compatibility/mismatch.ts';
import { isJsonObject } from '../json/json-node.ts';
import type { JsonValue, Schema } from '../model.ts';
import type { Counterexample } from './counterexample.ts';
import { type DataStep, type Search, type Visit, visitsByPair, visitsFrom } from './failing-path.ts';
import { branchFor, isHarmless } from './reading.ts';
import { type SmallestData, smallestData } from './smallest-datum.ts';
import { unionMember } from './union-member.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** Why no datum shows that two schemas are incompatible. */
export interface NoCounterexample {
  /**
   * `NO_DATUM`: the writer's schema has no finite datum. `NOT_REACHED`: no datum leads the reader to where the schemas
   * differ. `READABLE`: the checker is stricter than data are, as about a field's own name among its aliases.
   * `TOO_LARGE`: the smallest such datum holds more than 100,000 values and bytes, or nests them more than 300 deep.
   */
  readonly reason: 'NO_DATUM' | 'NOT_REACHED' | 'READABLE' | 'TOO_LARGE';
  readonly why: string;
}

const none: Readonly<Record<NoCounterexample['reason'], string>> = {
  NO_DATUM: 'The writer can write nothing at all: every datum of its schema would hold another one, without end.',
  NOT_REACHED: 'No datum that the writer can write leads the reader there.',
  READABLE: "The field has its own name as an alias, which only Avro's checker minds: remove it.",
  TOO_LARGE: 'The smallest datum that shows it holds more than 100,000 values and bytes, or nests them 300 deep.',
};

const noCounterexample = (reason: NoCounterexample['reason']): NoCounterexample => ({ reason, why: none[reason] });

const largest = 100_000;
// What prints a datum goes down as deep on the stack.
const deepest = 300;

/** What proofs of one reader and writer share. */
export interface Prover {
  readonly root: Visit;
  readonly search: Search;
  readonly data: SmallestData;
  readonly visits: ReturnType<typeof visitsByPair>;
}

export function proving(pair: Pair, comparison: Comparison): Prover {
  const root: Visit = { ...pair, from: undefined, step: undefined };
  const data = smallestData(pair.writer, comparison);
  const search = { comparison, isWritable: (writer: Schema) => Number.isFinite(data.sizeOf(writer)) };
  return { root, search, data, visits: visitsByPair(root, search) };
}

/** A smallest datum on which the reader fails for this reason. */
export function proofOf(mismatch: Mismatch, prover: Prover): Counterexample | NoCounterexample {
  const { root, search, visits } = prover;
  if (isHarmless(mismatch)) return noCounterexample('READABLE');
  if (!search.isWritable(root.writer)) return noCounterexample('NO_DATUM');
  const met = visits.get(mismatch.reader)?.get(mismatch.writer);
  if (met === undefined) return noCounterexample('NOT_REACHED');
  if (mismatch.type !== 'MISSING_UNION_BRANCH') return sampleAt(met, whyUnreadable(mismatch), prover);
  for (const visit of visitsFrom(met, search)) {
    const why = failureAt(visit, search.comparison);
    if (why !== undefined) return sampleAt(visit, why, prover);
  }
  return noCounterexample('NOT_REACHED');
}

/** Why the reader fails on every datum, or on some of the symbols, that come to it there. */
function failureAt({ reader, writer }: Visit, comparison: Comparison): string | undefined {
  if (writer.kind === 'union') return undefined;
  const isTaken = reader.kind !== 'union' || branchFor(reader, writer, comparison) !== undefined;
  const own = comparison
    .ownMismatches(reader, writer)
    .find((mismatch) => !isHarmless(mismatch) && !(isTaken && mismatch.type === 'MISSING_UNION_BRANCH'));
  return own && whyUnreadable(own);
}

function sampleAt(failing: Visit, why: string, { data }: Prover): Counterexample | NoCounterexample {
  const { reader, writer } = failing;
  let size = data.sizeOf(writer);
  const steps = stepsTo(failing);
  for (const step of steps) if (step.kind === 'field') size += data.sizeOf(step.writer) - data.sizeOf(step.field.type);
  if (size > largest || steps.length > deepest) return noCounterexample('TOO_LARGE');
  const missing = reader.kind === 'enum' && writer.kind === 'enum' ? missingSymbols(reader, writer)[0] : undefined;
  const innermost = missing ?? data.datumOf(writer, reader);
  const datum = steps.reduceRight((value, step) => wrap(value, step, data), innermost);
  return { datum, path: pathOf(steps), why };
}

/** From the whole datum inwards. */
function stepsTo(visit: Visit): readonly DataStep[] {
  const steps: DataStep[] = [];
  for (let here: Visit | undefined = visit; here !== undefined; here = here.from) if (here.step) steps.push(here.step);
  return steps.reverse();
}

function wrap(value: JsonValue, step: DataStep, data: SmallestData): JsonValue {
  switch (step.kind) {
    case 'item':
      return [value];
    case 'entry':
      return { key: value };
    case 'branch':
      return unionMember(step.writer, value);
    case 'field': {
      const whole = data.datumOf(step.writer, step.reader);
      return { ...(isJsonObject(whole) ? whole : {}), [step.field.name]: value };
    }
  }
}

function pathOf(steps: readonly DataStep[]): string {
  const tokens = { item: '[0]', entry: '.key', branch: '' };
  return steps
    .map((step) => (step.kind === 'field' ? `.${step.field.name}` : tokens[step.kind]))
    .join('')
    .replace(/^\./, '');
}
