import { affectedBy } from '../check/changes/affected.ts';
import type { Comparison, Pair } from '../check/changes/comparison.ts';
import type { Channel, Parameter } from '../model/contract-model.ts';
import {
  added,
  byName,
  changed,
  changedList,
  changedText,
  type Difference,
  type FoundSection,
  removed,
} from './difference.ts';

/** What differs of each channel, by address; of their messages only whether they are there. */
export function diffChannels(comparison: Comparison): readonly FoundSection[] {
  const [before, after] = [comparison.base, comparison.next].map(({ channels }) =>
    channels.map((channel) => ({ ...channel, name: channel.address })),
  );
  return byName(before ?? [], after ?? []).flatMap(({ name, ...pair }): readonly FoundSection[] => {
    const differences =
      pair.before && pair.after
        ? diffChannel({ before: pair.before, after: pair.after }, comparison)
        : ofOne(pair.before, pair.after);
    if (differences.length === 0) return [];
    return [{ part: 'channel', name, differences, affected: affectedBy(comparison, { address: name }) }];
  });
}

function ofOne(before: Channel | undefined, after: Channel | undefined): readonly Difference[] {
  if (before !== undefined) return [removed('the channel')];
  if (after === undefined) return [];
  return [added('the channel'), ...after.messages.map(({ name }) => added(`message ${name}`))];
}

function diffChannel({ before, after }: Pair<Channel>, { messages }: Comparison): readonly Difference[] {
  const pairs = messages.filter(({ channel }) => channel.after.address === after.address);
  const [kept, still] = [new Set(pairs.map((pair) => pair.before)), new Set(pairs.map((pair) => pair.after))];
  return [
    ...changed('owner', before.owner, after.owner),
    ...changed('partitions', before.partitions, after.partitions),
    ...changed('replicas', before.replicas, after.replicas),
    ...changed('compatibility', before.compatibility, after.compatibility),
    ...changedList('servers', before.servers, after.servers),
    ...[...new Set([...Object.keys(before.config), ...Object.keys(after.config)])]
      .sort()
      .flatMap((name) => changed(name, before.config[name], after.config[name])),
    ...byName(before.parameters, after.parameters).flatMap((pair) => diffParameter(pair.name, pair.before, pair.after)),
    ...before.messages.filter((one) => !kept.has(one)).map(({ name }) => removed(`message ${name}`)),
    ...after.messages.filter((one) => !still.has(one)).map(({ name }) => added(`message ${name}`)),
    ...changedText('the description', before.description, after.description),
  ];
}

function diffParameter(name: string, before?: Parameter, after?: Parameter): readonly Difference[] {
  if (before === undefined) return [added(`parameter ${name}`)];
  if (after === undefined) return [removed(`parameter ${name}`)];
  return [
    ...changedList(`parameter ${name}, values`, before.values ?? [], after.values ?? []),
    ...changed(`parameter ${name}, default`, before.default, after.default),
    ...changed(`parameter ${name}, location`, before.location, after.location),
    ...changedText(`the text on parameter ${name}`, textOf(before), textOf(after)),
  ];
}

const textOf = ({ description, examples }: Parameter): object => ({ description, examples });
