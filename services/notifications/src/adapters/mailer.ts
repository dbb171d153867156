import type { Email } from '../domain/email.ts';

export interface OutgoingEmail extends Email {
  /**
   * Id of the event that the e-mail is about. An e-mail sent again after a crash carries the same one (`Message-ID`), so
   * that mail servers and people can tell.
   */
  readonly eventId: string;
  readonly recipient: string;
}

/** Hands e-mails over to whoever delivers them. */
export interface Mailer {
  /**
   * Rejects with `retryLater` where the e-mail is to come later, with `fatal` where it is refused, else with what keeps
   * every e-mail from going out: an error whose `code` the contract names (`x-errors`).
   */
  send(email: OutgoingEmail): Promise<void>;
  close(): void;
}

export const sender = 'The shop <orders@shop.example>';

/** An address made of the event's id, which may hold characters that an address may not. */
export function messageId(eventId: string): string {
  return `<${encodeURIComponent(eventId)}@shop.example>`;
}
