import { isPromotion } from '../../compatibility/matching.ts';
import type { LogicalType, Schema } from '../../model.ts';
import { child, type TypeMatch } from '../match-schemas.ts';
import type { LocatedOverlooked, OverlookedChangeKind } from '../overlooked-change.ts';
import { logicalTypeOf, logicalTypeText, typeText } from '../type-text.ts';

/** The same bytes, read as something else. */
export function changedLogicalType({ subject, previous, next }: TypeMatch): readonly LocatedOverlooked[] {
  if (!areReadable(previous.value, next.value)) return [];
  const [old, now] = [logicalTypeOf(previous.value), logicalTypeOf(next.value)];
  const verdict = judge(old, now);
  if (verdict === undefined) return [];
  const [from, to] = [called(previous.value, old), called(next.value, now)];
  return [
    {
      kind: verdict.kind,
      subject,
      previous: child(previous, 'logicalType'),
      next: child(next, 'logicalType'),
      message: `${subject} was ${from} and is ${to}: ${verdict.effect}.`,
      help: `Keep ${from}, or add a field that is ${to} beside it.`,
    },
  ];
}

const called = (schema: Schema, logicalType: LogicalType | undefined): string =>
  logicalType === undefined ? `plain ${typeText(schema)}` : logicalTypeText(logicalType);

/** Whether one of the two is read as the other; else Avro's rule refuses the change already. */
function areReadable(previous: Schema, next: Schema): boolean {
  if (previous.kind === 'fixed' && next.kind === 'fixed') return previous.size === next.size;
  return isPromotion(next, previous) || isPromotion(previous, next);
}

interface Verdict {
  readonly kind: OverlookedChangeKind;
  /** What becomes of data. */
  readonly effect: string;
}

function judge(old: LogicalType | undefined, now: LogicalType | undefined): Verdict | undefined {
  if (old === undefined && now === undefined) return undefined;
  if (old === undefined)
    return { kind: 'logical-type-added', effect: 'values that do not mean that are read as if they did' };
  if (now === undefined)
    return { kind: 'logical-type-removed', effect: 'readers get the bare value, and producers may write any' };
  if (old.name === 'decimal' && now.name === 'decimal') return judgeDecimals(old, now);
  if (old.name === now.name) return undefined;
  return (
    judgeTimes(old.name, now.name) ?? { kind: 'logical-type-changed', effect: 'the same value means something else' }
  );
}

const readAs = (factor: number): string =>
  factor > 1
    ? `every value is read ${factor} times too small`
    : `every value is read ${Math.round(1 / factor)} times too large`;

type Decimal = Extract<LogicalType, { readonly name: 'decimal' }>;

function judgeDecimals(old: Decimal, now: Decimal): Verdict | undefined {
  if (old.scale !== now.scale) {
    const effect = readAs(10 ** (now.scale - old.scale));
    return { kind: 'decimal-scale-changed', effect };
  }
  if (now.precision < old.precision) {
    return { kind: 'decimal-precision-narrowed', effect: `values of more than ${now.precision} digits cannot be read` };
  }
  if (now.precision === old.precision) return undefined;
  const effect = `who still reads with ${old.precision} digits cannot read values of more`;
  return { kind: 'decimal-precision-widened', effect };
}

interface Time {
  readonly what: string;
  readonly isLocal: boolean;
  readonly perSecond: number;
}

const units: Readonly<Record<string, number>> = { millis: 1e3, micros: 1e6, nanos: 1e9 };

function timeOf(name: string): Time | undefined {
  const [, local, what = '', unit = ''] = /^(local-)?(time|timestamp)-(\w+)$/.exec(name) ?? [];
  const perSecond = units[unit];
  return perSecond === undefined ? undefined : { what, isLocal: local !== undefined, perSecond };
}

function judgeTimes(old: LogicalType['name'], now: LogicalType['name']): Verdict | undefined {
  const [from, to] = [timeOf(old), timeOf(now)];
  if (from === undefined || to === undefined || from.what !== to.what) return undefined;
  if (from.perSecond !== to.perSecond) {
    const effect = readAs(to.perSecond / from.perSecond);
    return { kind: 'time-unit-changed', effect };
  }
  const effect = to.isLocal ? 'an instant is read as a local time of no zone' : 'a local time is read as an instant';
  return { kind: 'local-time-changed', effect };
}
