import { suggest } from '../model/suggest.ts';
import type { Part } from './field-read.ts';
import type { GeneratedMessage } from './generated-contract.ts';
import type { GeneratedRecord } from './generated-records.ts';
import { below, type MessagePath } from './message-paths.ts';

/** What a text such as `OrderPlaced.totals.total` names, or why it names nothing. */
export type ResolvedField =
  | { readonly kind: 'found'; readonly field: MessagePath }
  | { readonly kind: 'unknown'; readonly message: string; readonly help: string | undefined };

/**
 * Resolves `<Message>`, `<Message>.<field>…`, and of its key and headers `<Message>#key.<field>…` and
 * `<Message>#headers.<name>`. A field of a record within itself is that of the record where it first is.
 */
export function resolveField(text: string, messages: readonly GeneratedMessage[]): ResolvedField {
  const [, name = text, part = '', path = ''] = /^([^.#]*)(?:#(key|headers))?(?:\.(.*))?$/.exec(text) ?? [];
  const message = messages.find((one) => one.name === name);
  if (message === undefined) {
    return unknown(
      `There is no message '${name}'.`,
      name,
      messages.map((one) => one.name),
    );
  }
  const root: MessagePath = { message: name, part: isPart(part) ? part : 'value', path: '' };
  const records = message.roots.filter((one) => one.part === root.part).map(({ record }) => record);
  const names = path === '' ? [] : root.part === 'headers' ? [path] : path.split('.');
  return walk(names, { at: root, records, label: part === '' ? name : `${name}#${part}` });
}

const isPart = (text: string): text is Part => text === 'key' || text === 'headers' || text === 'value';

interface Step {
  readonly at: MessagePath;
  readonly records: readonly GeneratedRecord[];
  /** As the user names it. */
  readonly label: string;
}

function walk(names: readonly string[], start: Step): ResolvedField {
  const places = new Map(start.records.map((record) => [record, start.at]));
  let step = start;
  for (const name of names) {
    const owners = step.records.filter(({ fields }) => fields.has(name));
    const [owner] = owners;
    if (owner === undefined) {
      return unknown(
        `There is no field '${name}' in ${step.label}.`,
        name,
        step.records.flatMap(({ fields }) => [...fields.keys()]),
      );
    }
    const at = below(places.get(owner) ?? step.at, name);
    const records = owners.flatMap(({ fields }) => fields.get(name) ?? []);
    for (const record of records) if (!places.has(record)) places.set(record, at);
    step = { at, records, label: `${step.label}.${name}` };
  }
  return { kind: 'found', field: step.at };
}

const unknown = (message: string, name: string, known: readonly string[]): ResolvedField => ({
  kind: 'unknown',
  message,
  help: suggest(name, [...new Set(known)]),
});
