import { plainDate } from '@eventwright/runtime';
import { z } from 'zod';
import type { OrderRequest } from '../../requests/place-order.ts';

/** A request body that was understood, or what is wrong with it. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: readonly string[] };

/** Zero characters and halves of surrogate pairs are valid JSON, but nothing that a database would keep. */
const clean = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'has characters that cannot be kept');

const sku = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,39}$/, 'is capital letters, digits and hyphens, at most 40');

const text = clean.trim().min(1).max(200);
const optionalText = text.nullable().default(null);

const address = z.strictObject({
  recipient: text.optional(),
  street: text,
  addition: optionalText,
  postalCode: text,
  city: text,
  country: z.string().regex(/^[A-Z]{2}$/, 'is a country code of two capital letters, such as SE'),
});

const paymentMethod = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('card'),
    token: text,
    brand: z.enum(['VISA', 'MASTERCARD', 'AMEX', 'OTHER']).default('OTHER'),
    lastDigits: z.string().regex(/^\d{4}$/, 'is the last four digits of the card'),
  }),
  z.strictObject({ type: z.literal('bank-transfer'), iban: text, accountHolder: text }),
]);

const order = z.strictObject({
  customer: z.strictObject({
    customerId: z.uuid().optional(),
    name: text,
    email: z.email(),
    phone: optionalText,
    locale: text.default('en'),
  }),
  lines: z
    .array(
      z.strictObject({
        sku,
        quantity: z.int().min(1).max(999),
        options: z.record(clean.max(50), clean.max(200)).default({}),
      }),
    )
    .min(1, 'an order needs at least one line')
    .max(100),
  shippingAddress: address,
  billingAddress: address.nullable().default(null),
  paymentMethod,
  note: clean.max(2000).nullable().default(null),
  wishedDeliveryDate: z
    .string()
    .refine((day) => plainDate.is(day), 'is a day such as "2026-11-21"')
    .transform((day) => plainDate.parse(day))
    .nullable()
    .default(null),
  salesChannel: z.enum(['web', 'app']).default('web'),
});

const cancellation = z.strictObject({ reason: clean.max(500).nullable().default(null) });

/** Whether there can be such an item at all. */
export function isSku(value: string): boolean {
  return sku.safeParse(value).success;
}

/** The body of `POST /orders`. A customer without an id gets a new one; the addresses are the customer's own by default. */
export function parseOrder(body: unknown, newId: () => string): Parsed<OrderRequest> {
  const result = order.safeParse(body);
  if (!result.success) return refused(result.error);
  const { customer, shippingAddress, billingAddress, paymentMethod: method, ...rest } = result.data;
  const addressed = (given: z.output<typeof address>) => ({ ...given, recipient: given.recipient ?? customer.name });
  return {
    ok: true,
    value: {
      ...rest,
      customer: { ...customer, customerId: customer.customerId ?? newId() },
      shippingAddress: addressed(shippingAddress),
      billingAddress: billingAddress === null ? null : addressed(billingAddress),
      paymentMethod: paymentOf(method),
    },
  };
}

/** The body of `POST /orders/:id/cancel`; it may be empty. */
export function parseCancellation(body: unknown): Parsed<{ readonly reason: string | null }> {
  const result = cancellation.safeParse(body ?? {});
  return result.success ? { ok: true, value: result.data } : refused(result.error);
}

function paymentOf(method: z.output<typeof paymentMethod>): OrderRequest['paymentMethod'] {
  if (method.type === 'card') {
    const { type: _, ...card } = method;
    return { $type: 'shop.payments.Card', ...card };
  }
  const { type: _, ...transfer } = method;
  return { $type: 'shop.payments.BankTransfer', ...transfer };
}

function refused(error: z.ZodError): { readonly ok: false; readonly errors: readonly string[] } {
  return { ok: false, errors: error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`) };
}
