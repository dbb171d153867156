import { fatal, retryLater } from '@eventwright/runtime';
import { createTransport } from 'nodemailer';
import { type Mailer, messageId, sender } from './mailer.ts';

/** A mail server that hangs must not hold a handler for long, in milliseconds. */
const patience = 10_000;

/** Sends by SMTP: `smtp://user:password@host:port`, or `smtps:` for TLS from the start. */
export function smtpMailer(url: string): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
  });
  return {
    async send({ eventId, recipient, subject, text }) {
      try {
        await transport.sendMail({ from: sender, to: recipient, subject, text, messageId: messageId(eventId) });
      } catch (error) {
        throw isRefusal(error)
          ? fatal(`the mail server refuses the e-mail to ${recipient}`, { cause: error })
          : retryLater('the mail server takes no e-mail now', { cause: error });
      }
    },
    close: () => transport.close(),
  };
}

/** RFC 5321, 4.2.1: a reply of 5yz says that the same command must not be tried again. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error)) return false;
  return typeof error.responseCode === 'number' && error.responseCode >= 500;
}
