import { affectedBy } from '../check/changes/affected.ts';
import type { Comparison, MessagePair } from '../check/changes/comparison.ts';
import { headerPairs } from '../check/changes/headers.ts';
import type { Header, Message, SchemaFile, WireFormat } from '../model/contract-model.ts';
import { deprecationText } from '../model/deprecation.ts';
import { changed, changedList, changedText, type Difference, type FoundSection } from './difference.ts';

/** What differs of each message that is there before and after, by name. */
export function diffMessages(comparison: Comparison): readonly FoundSection[] {
  const byMessage = Map.groupBy(comparison.messages, ({ after }) => after.name);
  return [...byMessage]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, [pair]]): readonly FoundSection[] => {
      const differences = pair === undefined ? [] : diffMessage(pair, comparison);
      if (pair === undefined || differences.length === 0) return [];
      const { address } = pair.channel.after;
      const messages = [pair.before.name, pair.after.name];
      return [{ part: 'message', name, differences, affected: affectedBy(comparison, { address, messages }) }];
    });
}

function diffMessage(pair: MessagePair, comparison: Comparison): readonly Difference[] {
  const { before, after } = pair;
  return [
    ...changed('name', before.name, after.name),
    ...changed('payload', schemaText(before.payload), schemaText(after.payload)),
    ...changed('key', schemaText(before.key), schemaText(after.key)),
    ...wireParts.flatMap(([part, what]) => changed(what, before.wire[part], after.wire[part])),
    ...changed('deprecated', deprecation(before), deprecation(after)),
    ...[...headerPairs({ ...comparison, messages: [pair] })].flatMap((one) => diffHeader(one.before, one.after)),
    ...changedText('the title', ownTitle(before), ownTitle(after)),
    ...changedText('the description', before.description, after.description),
    ...changedText('the examples', before.examples, after.examples),
  ];
}

const schemaText = ({ name, version, file }: SchemaFile): string => (file === undefined ? name : `${name} v${version}`);

/** A message without a title has its name for one. */
const ownTitle = ({ name, title }: Message): string => (title === name ? '' : title);

const deprecation = ({ deprecated }: Message): string | undefined =>
  deprecated === undefined ? undefined : deprecationText(deprecated) || 'yes';

const wireParts: readonly (readonly [keyof WireFormat, string])[] = [
  ['contentType', 'content type'],
  ['schemaFormat', 'schema format'],
  ['correlationId', 'correlation id'],
  ['schemaIdLocation', 'schemaIdLocation'],
  ['schemaIdPayloadEncoding', 'schemaIdPayloadEncoding'],
  ['schemaLookupStrategy', 'schemaLookupStrategy'],
];

function diffHeader(before: Header | undefined, after: Header | undefined): readonly Difference[] {
  const what = `header ${(after ?? before)?.name}`;
  if (before === undefined || after === undefined) {
    return changed(what, before && headerText(before), after && headerText(after));
  }
  return [
    ...changed(`${what}, type`, before.type, after.type),
    ...changed(what, requiredText(before), requiredText(after)),
    ...changedList(`${what}, values`, before.values, after.values),
    ...changedText(`the description of ${what}`, before.description, after.description),
  ];
}

const requiredText = ({ required }: Header): string => (required ? 'required' : 'optional');

const headerText = (header: Header): string => `${header.type}, ${requiredText(header)}`;
