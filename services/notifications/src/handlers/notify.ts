import type { HandlerContext, ReceivedEvent } from '@eventwright/runtime';
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
 * Makes the handler that tells the customer about an event. An e-mail cannot be taken back: where its transaction is not
 * committed it is sent again, with the same message id.
 */
export function notify<Value extends AboutOrder>(
  { mailer, now, newId }: Environment,
  compose: (value: Value) => Email,
) {
  return async (
    { id, name, value }: Pick<ReceivedEvent<Value, string, object>, 'id' | 'name' | 'value'>,
    ctx: HandlerContext<NotificationsSends>,
  ): Promise<void> => {
    const { orderId, customer } = value;
    const composed = compose(value);
    const recipient = customer.email;
    const email = { orderId, recipient, subject: composed.subject, about: name, aboutEventId: id };
    const sent = { ...email, emailId: newId(), sentAt: now() };
    await insertEmail(ctx.tx, sent);
    await ctx.send.emailSent({ key: orderId, value: sent });
    // Last, so that whatever else can fail has not.
    await mailer.send({ ...composed, eventId: id, recipient });
  };
}
