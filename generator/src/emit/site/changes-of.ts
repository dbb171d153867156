import type { Change } from '@eventwright/site';
import type { DiffSection } from '../../diff/difference.ts';
import { isError } from '../../model/finding.ts';

/** Differences between two states of the contracts, as a catalogue tells them. */
export const changesOf = (sections: readonly DiffSection[]): readonly Change[] =>
  sections.flatMap(({ part, name, differences, findings }) =>
    differences
      .filter(({ isText }) => !isText)
      .map(({ kind, text }) => ({
        kind,
        part: parts[part],
        name,
        text,
        breaking: findings.some(isError),
      })),
  );

/** The words of the catalogue. */
const parts = { application: 'service', channel: 'topic', message: 'event', schema: 'schema' } as const;
