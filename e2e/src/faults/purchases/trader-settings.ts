import { type CrashPoint, crashPoints } from '@eventwright/runtime';
import { z } from 'zod';
import type { PurchaseVersion } from './purchase-workflow.ts';

/** What a process of the purchases is told at its start, as JSON in `FAULTS_TRADER`. */
export interface TraderSettings {
  readonly role: 'keeper' | 'bank';
  readonly run: string;
  readonly client: 'kafkajs' | 'platformatic';
  readonly brokers: readonly string[];
  readonly database: string;
  /** Of the workflow, as the keeper knows them. */
  readonly versions: readonly PurchaseVersion[];
  /** Ends itself by SIGKILL when it reaches the point for the n-th time. */
  readonly crash?: { readonly point: CrashPoint; readonly nth: number } | undefined;
}

const settings: z.ZodType<TraderSettings> = z.object({
  role: z.enum(['keeper', 'bank']),
  run: z.string(),
  client: z.enum(['kafkajs', 'platformatic']),
  brokers: z.array(z.string()),
  database: z.string(),
  versions: z.array(z.union([z.literal(1), z.literal(2)])),
  crash: z.object({ point: z.enum(crashPoints), nth: z.number() }).optional(),
});

export const readTraderSettings = (text: string | undefined): TraderSettings =>
  settings.parse(JSON.parse(text ?? '{}'));
