import { diffSchemas } from '@eventwright/avro';
import type { UsesOfField } from '../../model/code-use.ts';
import { namePath } from '../../model/name-path.ts';
import { affectedBy, ownersOf, uniqueAffected } from './affected.ts';
import type { Change } from './check-changes.ts';
import type { Comparison } from './comparison.ts';
import { schemaSteps } from './schema-steps.ts';
import { affectedWith } from './with-code.ts';

export const fieldRemovedInUse = 'FIELD_REMOVED_IN_USE';

/** A field that a new version of a message has no more. Whoever reads by the new version does not get it. */
interface RemovedField {
  readonly path: string;
  readonly message: string;
  readonly address: string;
  readonly report: { readonly position: Change['finding']['position']; readonly versions: string };
}

/**
 * Fields that were removed although code still uses them: Avro's rule has nothing against it, but the code does not compile
 * with the new version, or gets nothing where it is not compiled anew.
 */
export function fieldsInUse(comparison: Comparison, usesOf: UsesOfField): readonly Change[] {
  return removedFields(comparison).flatMap(({ path, message, address, report }): readonly Change[] => {
    const uses = usesOf({ message, path }).filter(({ isTest }) => !isTest);
    if (uses.length === 0) return [];
    const parties = affectedBy(comparison, { address, messages: [message] });
    const hit = affectedWith(parties, uses).filter(({ code }) => code.length > 0);
    const isCertain = uses.some((use) => use.isCertain);
    return [
      {
        fields: [],
        madeBy: isCertain ? ownersOf(parties) : [],
        finding: {
          ruleId: fieldRemovedInUse,
          severity: isCertain ? 'error' : 'warning',
          message: `The field '${path}' of ${message} was removed${report.versions}, but code ${isCertain ? 'uses it' : 'may read it'}.`,
          position: report.position,
          related: [],
          subject: `${address}/${message}/${path}`,
          affected: uniqueAffected(hit),
          help: `Keep the field and mark it by "x-deprecated"; when no code uses it any more (\`eventwright readers ${message}.${path}\` tells), remove it in the version after.`,
        },
      },
    ];
  });
}

/** Whether there is anything to ask code about. */
export const hasRemovedFields = (comparison: Comparison): boolean => removedFields(comparison).length > 0;

function removedFields({ subjects }: Comparison): readonly RemovedField[] {
  return subjects.flatMap((history) =>
    [...schemaSteps(history)].flatMap(({ version, previous }) => {
      const before = previous.at(-1);
      if (before === undefined) return [];
      const versions = before.version === version.version ? '' : ` in version ${version.version}`;
      return diffSchemas(before.schema, version.schema)
        .filter(({ kind }) => kind === 'field-removed')
        .flatMap((change) =>
          history.messages.map(({ name }) => ({
            path: namePath(before.schema, change.previous.location),
            message: name,
            address: history.channel.address,
            report: { position: change.next.position ?? version.schema.position ?? history.channel.position, versions },
          })),
        );
    }),
  );
}
