import type { Comparison, OperationPair, Pair } from '../check/changes/comparison.ts';
import type { Application, Operation, Reply, Server } from '../model/contract-model.ts';
import { diffFailurePolicy } from './diff-failure-policy.ts';
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

/**
 * What differs of each application, by name. Where a state has no texts it has no failure policies either, being a lock:
 * then these are not compared.
 */
export function diffApplications(comparison: Comparison, hasTexts: boolean): readonly FoundSection[] {
  const { base, next, operations } = comparison;
  const facts = { renamed: newNames(comparison), hasTexts };
  return byName(base.applications, next.applications).flatMap(({ name, before, after }): readonly FoundSection[] => {
    const own = operations.filter(({ application }) => application.after.name === name);
    const differences = before && after ? diffApplication({ before, after }, own, facts) : ofOne(before, after);
    return differences.length === 0 ? [] : [{ part: 'application', name, differences, affected: [] }];
  });
}

function ofOne(before: Application | undefined, after: Application | undefined): readonly Difference[] {
  if (before !== undefined) return [removed(`the application, ${before.version}`)];
  if (after === undefined) return [];
  return [added(`the application, ${after.version}`), ...after.operations.map((one) => added(operationText(one)))];
}

const operationText = ({ id, action, channel, messages }: Operation): string =>
  `operation ${id}: ${action} ${messages.map(({ name }) => name).join(', ')} ${action === 'send' ? 'to' : 'from'} ${channel.address}`;

function diffApplication(
  { before, after }: Pair<Application>,
  pairs: readonly OperationPair[],
  facts: OperationFacts,
): readonly Difference[] {
  const [kept, still] = [new Set(pairs.map((pair) => pair.before)), new Set(pairs.map((pair) => pair.after))];
  return [
    ...changed('version', before.version, after.version),
    ...changed('owner', before.owner, after.owner),
    ...changed('default content type', before.defaultContentType, after.defaultContentType),
    ...byName(before.servers, after.servers).flatMap((pair) => diffServer(pair.name, pair.before, pair.after)),
    ...before.operations.filter((one) => !kept.has(one)).map((one) => removed(operationText(one))),
    ...after.operations.filter((one) => !still.has(one)).map((one) => added(operationText(one))),
    ...pairs.flatMap((pair) => diffOperation(pair, facts)),
    ...changedText('the title', before.title, after.title),
    ...changedText('the description', before.description, after.description),
  ];
}

interface OperationFacts {
  readonly renamed: NewNames;
  readonly hasTexts: boolean;
}

/** The names of messages that were only renamed, by their old ones. */
type NewNames = ReadonlyMap<string, string>;

const newNames = ({ messages }: Comparison): NewNames =>
  new Map(messages.map(({ before, after }) => [before.name, after.name]));

function diffServer(name: string, before: Server | undefined, after: Server | undefined): readonly Difference[] {
  if (before === undefined || after === undefined) {
    return changed(`server ${name}`, before && serverText(before), after && serverText(after));
  }
  return [
    ...changed(`server ${name}, host`, before.host, after.host),
    ...changed(`server ${name}, protocol`, protocolText(before), protocolText(after)),
    ...changedList(`server ${name}, security`, before.security, after.security),
  ];
}

const serverText = (server: Server): string => `${protocolText(server)}://${server.host}`;

const protocolText = ({ protocol, protocolVersion }: Server): string =>
  protocolVersion === undefined ? protocol : `${protocol} ${protocolVersion}`;

function diffOperation({ before, after }: OperationPair, { renamed, hasTexts }: OperationFacts): readonly Difference[] {
  const what = `operation ${after.id}`;
  const called = before.messages.map(({ name }) => ({ name: renamed.get(name) ?? name }));
  return [
    ...(before.id === after.id ? [] : changed('operation', before.id, after.id)),
    ...changed(`${what}, group`, before.group, after.group),
    ...byName(
      called,
      after.messages.map(({ name }) => ({ name })),
    ).flatMap(({ name, ...pair }) => {
      if (pair.before === undefined) return [added(`${what}, message ${name}`)];
      return pair.after === undefined ? [removed(`${what}, message ${name}`)] : [];
    }),
    ...changed(`${what}, reply`, before.reply && replyText(before.reply), after.reply && replyText(after.reply)),
    ...(hasTexts ? diffFailurePolicy(what, before.failurePolicy, after.failurePolicy) : []),
    ...changedText(`the summary of ${what}`, before.summary, after.summary),
  ];
}

const replyText = ({ location, channel, messages }: Reply): string =>
  `${messages.map(({ name }) => name).join(', ') || 'anything'} at ${location ?? channel?.address ?? 'an open address'}`;
