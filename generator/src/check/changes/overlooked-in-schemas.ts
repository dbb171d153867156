import { type OverlookedChangeKind, overlookedChanges } from '@eventwright/avro';
import type { MessageField } from '../../model/code-use.ts';
import { namePath } from '../../model/name-path.ts';
import { affectedBy, ownersOf } from './affected.ts';
import type { ChangeReport } from './change-rule.ts';
import type { Comparison } from './comparison.ts';
import { schemaSteps } from './schema-steps.ts';

export interface OverlookedReport extends ChangeReport {
  readonly kind: OverlookedChangeKind;
}

/** What Avro's rule lets pass although data mean something else after it. Against the version before, at every level. */
export function* overlookedInSchemas(comparison: Comparison): Iterable<OverlookedReport> {
  for (const history of comparison.subjects) {
    const { address } = history.channel;
    const names = history.messages.map(({ name }) => name);
    const affected = affectedBy(comparison, { address, messages: names });
    for (const { version, previous } of schemaSteps(history)) {
      const before = previous.at(-1);
      if (before === undefined) continue;
      for (const { kind, subject, message, help, next } of overlookedChanges(before.schema, version.schema)) {
        yield {
          kind,
          subject: `${address}/${names[0]}/${subject}`,
          message,
          position: next.position ?? version.schema.position ?? history.channel.position,
          path: next.location,
          affected,
          madeBy: ownersOf(affected),
          fields: fieldsAt(names, namePath(version.schema, next.location)),
          help,
        };
      }
    }
  }
}

const fieldsAt = (messages: readonly string[], path: string): readonly MessageField[] =>
  path === '' ? [] : messages.map((message) => ({ message, path }));
