import type { Sql } from '@eventwright/runtime/postgres';

/** What is kept of an e-mail that was sent. */
export interface SentEmail {
  readonly emailId: string;
  readonly orderId: string;
  readonly recipient: string;
  readonly subject: string;
  readonly about: string;
  readonly aboutEventId: string;
  readonly sentAt: Date;
}

export async function insertEmail(tx: Sql, email: SentEmail): Promise<void> {
  await tx.query(
    `insert into email (email_id, order_id, recipient, subject, about, about_event_id, sent_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [email.emailId, email.orderId, email.recipient, email.subject, email.about, email.aboutEventId, email.sentAt],
  );
}
