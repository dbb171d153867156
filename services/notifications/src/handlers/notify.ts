import type { HandlerContext, ReceivedEvent } from '@eventwright/runtime';
import { applyOnce } from '@eventwright/runtime/postgres';
import type { NotificationsSends } from '@shop/contracts/notifications';
import type { Customer } from '@shop/contracts/schemas/shop/common/customer.v1';
import { insertEmail } from '../adapters/email-store.ts';
import type { Email } from '../domain/email.ts';
import type { Environment } from '../environment.ts';

/** What every event says that a customer is told about. */
export interface AboutOrder {
  readonly orderId: string;
  readonly customer: Customer;
}

/**
 * Makes the handler that tells the customer about an event. A process that dies between sending and committing sends
 * again; the e-mail then carries the same message id.
 */
export function notify<Value extends AboutOrder>(
  { database, mailer, now, newId }: Environment,
  compose: (value: Value) => Email,
) {
  return async (
    { id, name, value }: Pick<ReceivedEvent<Value, string, object>, 'id' | 'name' | 'value'>,
    ctx: HandlerContext<NotificationsSends>,
  ): Promise<void> => {
    const { orderId, customer } = value;
    const email = compose(value);
    const about = { orderId, recipient: customer.email, subject: email.subject, about: name, aboutEventId: id };
    const sent = await database.transaction((tx) =>
      applyOnce(tx, { consumer: 'notifications', eventId: id }, async () => {
        const emailId = newId();
        const sentAt = now();
        await insertEmail(tx, { ...about, emailId, sentAt });
        await mailer.send({ ...email, eventId: id, recipient: customer.email });
        return { emailId, at: sentAt.toISOString() };
      }),
    );
    await ctx.send.emailSent({
      key: orderId,
      value: { ...about, emailId: sent.emailId, sentAt: new Date(sent.at) },
    });
  };
}
