import type { PrimitiveName } from '../../model.ts';
import type { TypeMatch } from '../match-schemas.ts';
import type { LocatedOverlooked } from '../overlooked-change.ts';

/** What gets lost where one type is read as another, by writer and reader. */
const losses: ReadonlyMap<`${PrimitiveName} ${PrimitiveName}`, string> = new Map([
  ['int float', 'whole numbers beyond 2^24 are rounded'],
  ['long float', 'whole numbers beyond 2^24 are rounded'],
  ['long double', 'whole numbers beyond 2^53 are rounded'],
  ['bytes string', 'bytes that are not UTF-8 are replaced'],
]);

/** A promotion that Avro allows and that not all data survive, for new readers of old data or old readers of new data. */
export function lossyPromotion({ subject, previous, next }: TypeMatch): readonly LocatedOverlooked[] {
  const [old, now] = [previous.value, next.value];
  if (old.kind !== 'primitive' || now.kind !== 'primitive') return [];
  const forNew = losses.get(`${old.type} ${now.type}`);
  const loss = forNew ?? losses.get(`${now.type} ${old.type}`);
  if (loss === undefined) return [];
  const [written, read] = forNew === undefined ? [`New ${now.type}`, old.type] : [`Old ${old.type}`, now.type];
  return [
    {
      kind: 'lossy-promotion',
      subject,
      previous: previous.location,
      next: next.location,
      message: `${written} values of ${subject} are read as ${read}: ${loss}.`,
      help: `Keep ${old.type}, or add a field of type ${now.type} beside it.`,
    },
  ];
}
