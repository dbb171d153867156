import type { Position } from '@eventwright/avro';
import type { PolicySources } from './build-failure-policy.ts';
import { type ErrorClass, errorClasses } from './contract-model.ts';
import type { MapNode, Node } from './document.ts';
import type { Finding } from './finding.ts';
import { type NodeReader, scalarValue, shownValue } from './node.ts';
import { suggest } from './suggest.ts';

const keys = ['error', 'class'];

/** One line, not blank at its ends: a name such as CardDeclined or a code such as ECONNREFUSED. */
const errorName = /^\S(?:.*\S)?$/u;

/** `x-errors` of a node, in the order written; what is wrong in it is left out and reported. */
export function buildErrorClasses({ reader, findings }: PolicySources, node: MapNode): readonly ErrorClass[] {
  const written = reader.child(node, 'x-errors');
  if (written !== undefined && written.kind !== 'sequence') findings.push(noList(written));
  const built = new Map<string, ErrorClass>();
  for (const item of reader.items(written)) {
    const one = buildErrorClass(reader, item);
    findings.push(...one.findings);
    if (one.errorClass === undefined) continue;
    const { error } = one.errorClass;
    const earlier = built.get(error);
    if (earlier === undefined) built.set(error, one.errorClass);
    else findings.push(saidTwice(one.errorClass, earlier));
  }
  return [...built.values()];
}

interface BuiltErrorClass {
  readonly errorClass?: ErrorClass;
  readonly findings: readonly Finding[];
}

function buildErrorClass(reader: NodeReader, item: Node): BuiltErrorClass {
  if (item.kind !== 'map') return { findings: [noObject(item)] };
  const [named, classed] = [reader.child(item, 'error'), reader.child(item, 'class')];
  const error = scalarValue(named);
  const known = errorClasses.find((one) => one === scalarValue(classed));
  const hasName = typeof error === 'string' && errorName.test(error);
  const findings = [
    ...[...item.entries].flatMap(([key, { position }]) => (keys.includes(key) ? [] : [unknownKey(key, position)])),
    ...(hasName ? [] : [noName(item, named)]),
    ...(known === undefined ? [noClass(item, classed)] : []),
  ];
  if (!hasName || known === undefined) return { findings };
  return { errorClass: { error, class: known, position: item.position }, findings };
}

const example = '{ error: ECONNREFUSED, class: outage }';

const noList = (node: Node): Finding =>
  invalid(`\`x-errors\` is ${shownValue(node)}, and no list.`, node.position, `Write \`x-errors: [${example}]\`.`);

const noObject = (node: Node): Finding =>
  invalid(`${shownValue(node)} says no class of an error.`, node.position, `Write \`${example}\`.`);

const unknownKey = (key: string, position: Position): Finding =>
  invalid(`A class of an error has no '${key}'.`, position, suggest(key, keys) ?? 'Remove it.');

function noName(item: MapNode, named: Node | undefined): Finding {
  if (named === undefined) {
    return invalid('The class is of no error: `error` is missing.', item.position, 'Write its name or its code.');
  }
  const value = scalarValue(named);
  const isNumber = typeof value === 'number';
  return invalid(
    `The \`error\` is ${shownValue(named)}${isNumber ? ', a number' : ''}; it is the name or the code of an error.`,
    named.position,
    isNumber ? "Write it in quotes, as it is written in the code: '23505'." : 'Write one line of text.',
  );
}

function noClass(item: MapNode, classed: Node | undefined): Finding {
  const list = `Classes are ${errorClasses.join(', ')}.`;
  if (classed === undefined) return invalid('The error has no class: `class` is missing.', item.position, list);
  const value = scalarValue(classed);
  const meant = typeof value === 'string' ? suggest(value, errorClasses) : undefined;
  return invalid(`${shownValue(classed)} is no class of errors.`, classed.position, meant ?? list);
}

const saidTwice = ({ error, position }: ErrorClass, earlier: ErrorClass): Finding => ({
  ...invalid(`The error '${error}' has a class already.`, position, 'Keep one of the two.'),
  related: [{ message: 'the other', position: earlier.position }],
});

const invalid = (message: string, position: Position, help: string): Finding => ({
  ruleId: 'ERROR_CLASS_INVALID',
  severity: 'error',
  message: message.charAt(0).toUpperCase() + message.slice(1),
  position,
  related: [],
  help,
});
