import type { Base } from '../../model/base.ts';
import type { ContractModel } from '../../model/contract-model.ts';
import { registrationsOf } from '../../model/registrations.ts';

/** Contracts as a base: an earlier state of them. */
export function baseOf(label: string, model: ContractModel): Base {
  const subjects = Map.groupBy(registrationsOf(model), ({ subject }) => subject);
  return {
    label,
    model,
    subjects: new Map(
      [...subjects].map(([subject, registrations]) => [
        subject,
        registrations.map(({ schema: { version, schema } }) => ({ version, schema })),
      ]),
    ),
  };
}
