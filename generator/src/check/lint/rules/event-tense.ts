import type { LintRule } from '../lint-rule.ts';
import { wordsOf } from '../words.ts';

/** Participles that do not end in -ed. */
const irregular: ReadonlySet<string> = new Set(
  'become begun born bought bound broken brought built caught chosen come cut dealt done drawn driven fallen fed felt fought found forgotten forgiven frozen given gone grown heard held hidden hit kept known laid led left lent let lost made meant met overdue overdrawn paid put read reset resent risen rebuilt run said seen sent set shown shut sold sought spent split spread stolen struck sunk sworn taken taught thrown told torn understood undone unpaid unsent unsold upset withdrawn withheld won worn written'.split(
    ' ',
  ),
);

/** Nouns and verbs that only look like participles. */
const notPast: ReadonlySet<string> = new Set(
  'bed bleed breed embed exceed feed need proceed red seed shed speed succeed weed'.split(' '),
);

const isPast = (word: string): boolean => irregular.has(word) || (/..ed$/.test(word) && !notPast.has(word));

/** The first word is what something happened to: `OrderPlaced`, `ItemRequested`, `OrderPlacedByPhone`. */
export const eventTense: LintRule = {
  id: 'LINT_EVENT_TENSE',
  severity: 'warning',
  *check({ model }) {
    for (const { name, position } of model.messages) {
      if (wordsOf(name).slice(1).some(isPast)) continue;
      yield {
        subject: name,
        message: `The name ${name} does not say what has happened.`,
        position,
        help: 'Name events in the past tense: what something happened to, and what happened, such as OrderPlaced. A command is an event too: PaymentRequested.',
      };
    }
  },
};
