import type { Channel } from '../../../model/contract-model.ts';
import { affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** A reader that was down for longer than that loses events. */
export const retentionShortened: ChangeRule = {
  id: 'RETENTION_SHORTENED',
  severity: 'warning',
  *check(comparison) {
    for (const { before, after } of comparison.channels) {
      for (const setting of ['retention.ms', 'retention.bytes'] as const) {
        if (limit(after, setting) >= limit(before, setting)) continue;
        yield {
          subject: `${after.address}/${setting}`,
          message: `${after.address} keeps events for less: ${setting} is ${written(after, setting)} instead of ${written(before, setting)}.`,
          position: after.position,
          affected: affectedBy(comparison, { address: after.address, action: 'receive' }),
          madeBy: [],
          help: 'Make sure that every reader catches up within that, also after a long weekend.',
        };
      }
    }
  },
};

type Setting = 'retention.ms' | 'retention.bytes';

/** What Kafka does where nothing is said: seven days, any size. */
const defaults = { 'retention.ms': 604_800_000, 'retention.bytes': -1 } as const;

function limit({ config }: Channel, setting: Setting): number {
  const value = Number(config[setting] ?? defaults[setting]);
  return value < 0 ? Number.POSITIVE_INFINITY : value;
}

const written = ({ config }: Channel, setting: Setting): string =>
  config[setting] ?? `${defaults[setting]} (Kafka's default)`;
