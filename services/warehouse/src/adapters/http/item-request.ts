import { Decimal } from '@eventwright/runtime';
import { z } from 'zod';
import type { NewItem } from '../../domain/add-stock.ts';

/** A request body that was understood, or what is wrong with it. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: readonly string[] };

/** Zero characters and halves of surrogate pairs are valid JSON, but nothing that a database would keep. */
const clean = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'has characters that cannot be kept');

const sku = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,39}$/, 'is capital letters, digits and hyphens, at most 40');

const quantity = z.int().min(1).max(1_000_000);

const item = z.strictObject({
  sku,
  name: clean.trim().min(1).max(200),
  description: clean.max(2000).nullable().default(null),
  price: z.strictObject({
    amount: z
      .string()
      .regex(/^\d{1,10}(\.\d{1,2})?$/, 'is text such as "12.50"')
      .transform((text) => Decimal.of(text)),
    currency: z.enum(['EUR', 'USD', 'GBP', 'CHF']).default('EUR'),
  }),
  weightInGrams: z
    .int()
    .min(0)
    .nullable()
    .default(null)
    .transform((grams) => (grams === null ? null : BigInt(grams))),
  quantity: z.int().min(0).max(1_000_000),
});

const delivery = z.strictObject({ quantity });

/** Whether there can be such an item at all. */
export function isSku(value: string): boolean {
  return sku.safeParse(value).success;
}

/** The body of `POST /items`. */
export function parseNewItem(body: unknown): Parsed<Omit<NewItem, 'warehouse'>> {
  return parsed(item.safeParse(body));
}

/** The body of `POST /items/:sku/deliveries`. */
export function parseDelivery(body: unknown): Parsed<{ readonly quantity: number }> {
  return parsed(delivery.safeParse(body));
}

function parsed<Value>(result: z.ZodSafeParseResult<Value>): Parsed<Value> {
  if (result.success) return { ok: true, value: result.data };
  return {
    ok: false,
    errors: result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`),
  };
}
