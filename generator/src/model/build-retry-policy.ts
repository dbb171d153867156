import type { Position } from '@eventwright/avro';
import type { PolicySources } from './build-failure-policy.ts';
import type { RetryPolicy } from './contract-model.ts';
import type { MapNode, Node } from './document.ts';
import { durationHelp, parseDuration } from './duration.ts';
import type { Finding } from './finding.ts';
import { scalarValue, shownValue } from './node.ts';
import { suggest } from './suggest.ts';

const keys = ['attempts', 'later', 'timeout'];

/** In place, tries hold up all that waits behind them. */
const mostAttempts = 100;

/** `x-retry` of a node; what is wrong in it is left out and reported. */
export function buildRetryPolicy({ reader, findings }: PolicySources, node: MapNode): RetryPolicy {
  const written = reader.child(node, 'x-retry');
  if (written !== undefined && written.kind !== 'map') findings.push(noObject(written));
  for (const [key, { position }] of reader.entries(written)) {
    if (!keys.includes(key)) findings.push(unknownKey(key, position));
  }
  const listOf = (node: Node) => (node.kind === 'sequence' ? reader.items(node) : undefined);
  const read = <T>(key: string, parse: (value: Node) => T | undefined, finding: (value: Node) => Finding) => {
    const value = reader.child(written, key);
    const parsed = value && parse(value);
    if (value !== undefined && parsed === undefined) findings.push(finding(value));
    return parsed;
  };
  return {
    attempts: read('attempts', attemptsOf, noAttempts),
    later: read('later', listOf, noList)?.flatMap((item) => {
      const wait = durationOf(item);
      if (wait === undefined) findings.push(noDuration(item));
      return wait ?? [];
    }),
    timeout: read('timeout', durationOf, noDuration),
  };
}

function attemptsOf(node: Node): number | undefined {
  const value = scalarValue(node);
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostAttempts
    ? value
    : undefined;
}

const durationOf = (node: Node): number | undefined => parseDuration(scalarValue(node));

const noObject = ({ position }: Node): Finding =>
  invalid('`x-retry` is no object.', position, 'Write `x-retry: { attempts: 3, later: [5s, 30s, 2m], timeout: 30s }`.');

const unknownKey = (key: string, position: Position): Finding =>
  invalid(`\`x-retry\` has no '${key}'.`, position, suggest(key, keys) ?? 'Remove it.');

const noAttempts = (node: Node): Finding =>
  invalid(
    `\`attempts\` is ${shownValue(node)}, and no number of tries.`,
    node.position,
    `Write a whole number from 1 to ${mostAttempts}; 1 tries no second time in place.`,
  );

const noList = (node: Node): Finding =>
  invalid(
    `\`later\` is ${shownValue(node)}, and no list.`,
    node.position,
    'List the waits before the later tries, such as [5s, 30s, 2m]; [] stands for no later tries.',
  );

const noDuration = (node: Node): Finding => invalid(`${shownValue(node)} is no duration.`, node.position, durationHelp);

function invalid(message: string, position: Position, help: string): Finding {
  return {
    ruleId: 'RETRY_POLICY_INVALID',
    severity: 'error',
    message: message.charAt(0).toUpperCase() + message.slice(1),
    position,
    related: [],
    help,
  };
}
