import type { ContractModel } from '../../model/contract-model.ts';
import { registrationsOf } from '../../model/registrations.ts';
import { arrayLiteral, constantStatement } from '../../print/constant-statement.ts';
import { stringLiteral } from '../../print/identifier.ts';
import { createImportTable, type ImportedSymbol } from '../../print/import-table.ts';
import type { TypeScriptDraft } from '../../print/typescript-draft.ts';
import type { Names } from './names.ts';
import { runtimeType } from './runtime-symbols.ts';

const module = 'registrations';
const listName = 'registrations';

export const registrationsSymbol: ImportedSymbol = { name: listName, origin: 'generated', module, kind: 'value' };

/** What the registry must hold, oldest version first. Kept apart, so that a client does not carry every schema. */
export function emitRegistrations(model: ContractModel, names: Names): TypeScriptDraft {
  const imports = createImportTable([listName]);
  const entries = registrationsOf(model).map(({ subject, schema, compatibility }) => {
    const descriptor = imports.refer(names.descriptor(schema));
    return `{ subject: ${stringLiteral(subject)}, schema: ${descriptor}, compatibility: ${stringLiteral(compatibility)} }`;
  });
  return {
    module,
    source: 'the messages of the contracts',
    imports,
    statements: [
      constantStatement({
        doc:
          'Every subject with its schemas, oldest version first. For development stacks and tests: services look ' +
          'schemas up and never register them.',
        name: listName,
        type: `readonly ${imports.refer(runtimeType('Registration'))}[]`,
        initializer: arrayLiteral(entries),
      }),
    ],
  };
}
