import type { Schema } from '../../core/schema.ts';
import type { StoreMessage } from '../event-types.ts';

/*
 * Events of an account, in the shape that the generator gives messages; `Deposited` has two versions.
 */

export interface DepositedV1 {
  readonly cents: number;
}

export interface Deposited extends DepositedV1 {
  readonly by: string;
}

export interface Withdrawn {
  readonly cents: number;
}

function record<Output, Input, Version extends number>(
  name: string,
  version: Version,
  fields: Readonly<Record<string, unknown>>,
): Schema<Output, Input, Version> {
  const list = Object.entries(fields).map(([field, more]) => ({ name: field, ...Object(more) }));
  const avro = JSON.stringify({ type: 'record', name, fields: list });
  return { name, version, fingerprint: `${name}-${version}`.padEnd(16, '0'), avro };
}

const cents = { type: 'int' };

export const DepositedV1: Schema<DepositedV1, DepositedV1, 1> = record('bank.Deposited', 1, { cents });
export const DepositedV2: Schema<Deposited, Omit<Deposited, 'by'> & { readonly by?: string }, 2> = record(
  'bank.Deposited',
  2,
  { cents, by: { type: 'string', default: 'somebody' } },
);
const WithdrawnV1: Schema<Withdrawn, Withdrawn, 1> = record('bank.Withdrawn', 1, { cents });
const ClosedV1: Schema<object, object, 1> = record('bank.Closed', 1, {});

type MessageOf<S> = S extends Schema<infer Output, infer Input> ? StoreMessage<Output, Input> : never;

export const depositedV1: MessageOf<typeof DepositedV1> = {
  name: 'Deposited',
  type: 'bank.Deposited.v1',
  value: DepositedV1,
};
export const deposited: MessageOf<typeof DepositedV2> = {
  name: 'Deposited',
  type: 'bank.Deposited.v2',
  value: DepositedV2,
};
export const depositedVersions: { readonly schemas: readonly [typeof DepositedV1, typeof DepositedV2] } = {
  schemas: [DepositedV1, DepositedV2],
};
export const withdrawn: MessageOf<typeof WithdrawnV1> = {
  name: 'Withdrawn',
  type: 'bank.Withdrawn.v1',
  value: WithdrawnV1,
};
export const closed: MessageOf<typeof ClosedV1> = { name: 'Closed', type: 'bank.Closed.v1', value: ClosedV1 };

export const accountEvents: {
  readonly deposited: typeof deposited;
  readonly withdrawn: typeof withdrawn;
} = { deposited, withdrawn };
export type AccountEvents = typeof accountEvents;
