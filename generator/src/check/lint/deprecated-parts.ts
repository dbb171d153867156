import { type Deprecation, deprecationIn } from '@eventwright/avro';
import type { ContractModel, Message } from '../../model/contract-model.ts';
import type { LintReport } from './lint-rule.ts';
import { lintedFields, lintedTypes, placeOfField, placeOfType } from './linted-schemas.ts';

/** A message, type or field that is marked as deprecated, in what is newest. */
export interface DeprecatedPart extends Pick<LintReport, 'subject' | 'position' | 'holders'> {
  /** For people: `The field 'total' of shop.OrderPlaced`. */
  readonly what: string;
  readonly deprecation: Deprecation;
  /** Names that may take its place, for suggestions. */
  readonly alternatives: readonly string[];
  /** Whether what takes its place is there. */
  has(replacement: string): boolean;
  /** Undefined for types and fields. */
  readonly message: Message | undefined;
}

export function* deprecatedParts(model: ContractModel): Iterable<DeprecatedPart> {
  const messages = model.messages.map(({ name }) => name);
  for (const message of model.messages) {
    const { name, deprecated, position } = message;
    if (deprecated === undefined) continue;
    yield {
      subject: name,
      position,
      what: `The message ${name}`,
      deprecation: deprecated,
      alternatives: messages,
      has: (replacement) => messages.includes(replacement),
      message,
    };
  }
  const types = [...lintedTypes(model)];
  for (const type of types) {
    const deprecation = deprecationIn(type.properties);
    const place = placeOfType(type);
    if (deprecation === undefined || place === undefined) continue;
    const alternatives = types.flatMap(({ name }) => [name, shortName(name)]);
    yield {
      ...place,
      what: `The type ${type.name}`,
      deprecation,
      alternatives,
      has: (replacement) => alternatives.includes(replacement),
      message: undefined,
    };
  }
  const names = new Set<string | undefined>(Array.from(lintedFields(model), ({ field }) => field.name));
  for (const one of lintedFields(model)) {
    const deprecation = deprecationIn(one.field.properties);
    const place = placeOfField(one);
    if (deprecation === undefined || place === undefined) continue;
    const alternatives = one.record.fields.map(({ name }) => name);
    yield {
      ...place,
      what: `The field '${one.field.name}' of ${one.record.name}`,
      deprecation,
      alternatives,
      // What moved to another record is named by a path.
      has: (replacement) => alternatives.includes(replacement) || names.has(lastName(replacement)),
      message: undefined,
    };
  }
}

const lastName = (path: string): string | undefined => (path.includes('.') ? path.split('.').at(-1) : undefined);

const shortName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
