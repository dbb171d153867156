import type { Change } from '@eventwright/site';
import type { Difference, DiffSection } from '../../diff/difference.ts';
import type { NewlyDeprecated } from '../../diff/newly-deprecated.ts';
import { isError } from '../../model/finding.ts';

/** Differences between two states of the contracts, as a catalogue tells them. */
export const changesOf = (
  sections: readonly DiffSection[],
  deprecated: readonly NewlyDeprecated[],
): readonly Change[] => [
  ...sections.flatMap(({ part, name, differences, findings }) =>
    differences
      .filter(({ isText, text }) => !isText && !isMarkOfDeprecation(text))
      .map((difference) => ({
        kind: kindOf(difference),
        part: parts[part],
        name,
        text: difference.text,
        breaking: findings.some(isError),
      })),
  ),
  ...deprecated.map(({ schema, text }) => ({
    kind: 'deprecated' as const,
    part: 'schema' as const,
    name: schema,
    text,
    breaking: false,
  })),
];

/** The words of the catalogue. */
const parts = { application: 'service', channel: 'topic', message: 'event', schema: 'schema' } as const;

/** Told in better words, by what is newly deprecated. */
const isMarkOfDeprecation = (text: string): boolean => /^The property "(?:x-)?deprecated" of /.test(text);

const kindOf = ({ kind, text }: Difference): Change['kind'] =>
  kind !== 'removed' && text.startsWith('deprecated: ') ? 'deprecated' : kind;
