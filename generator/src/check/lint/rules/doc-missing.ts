import type { LintRule } from '../lint-rule.ts';
import { lintedFields, lintedTypes, placeOfField, placeOfType } from '../linted-schemas.ts';

const isBlank = (text: string | undefined): boolean => (text ?? '').trim() === '';

/** A record that is a payload may have its description on the message. */
export const docMissing: LintRule = {
  id: 'LINT_DOC_MISSING',
  severity: 'warning',
  *check({ model }) {
    for (const { address, description, position } of model.channels) {
      if (!isBlank(description)) continue;
      yield { subject: address, message: `The channel ${address} has no description.`, position, help: inYaml };
    }
    for (const { name, description, position } of model.messages) {
      if (!isBlank(description)) continue;
      yield { subject: name, message: `The message ${name} has no description.`, position, help: inYaml };
    }
    for (const type of lintedTypes(model)) {
      const place = placeOfType(type);
      if (type.kind !== 'record' || !isBlank(type.doc) || place === undefined) continue;
      yield { ...place, message: `The record ${type.name} has no "doc".`, help: inSchema };
    }
    for (const one of lintedFields(model)) {
      const place = placeOfField(one);
      if (!isBlank(one.field.doc) || place === undefined) continue;
      yield { ...place, message: `The field '${one.field.name}' of ${one.record.name} has no "doc".`, help: inSchema };
    }
  },
};

const inYaml = 'Add `description`: what it tells, and when.';
const inSchema = 'Add "doc": what the value means, with its unit.';
