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
        if (!isAboutEmail(error)) throw error;
        throw isForNow(error)
          ? retryLater(`the mail server takes the e-mail to ${recipient} later`, { cause: error })
          : fatal(`the mail server refuses the e-mail to ${recipient}`, { cause: error });
      }
    },
    close: () => transport.close(),
  };
}

/** Codes of nodemailer for what is wrong with one e-mail; all others, of connection and login, are wrong with every one. */
const codesOfEmail: readonly unknown[] = ['EENVELOPE', 'EMESSAGE'];

function isAboutEmail(error: unknown): boolean {
  return error instanceof Error && 'code' in error && codesOfEmail.includes(error.code);
}

/** RFC 5321, 4.2.1: a reply of 4yz asks for the same command later, one of 5yz for it never again. */
function isForNow(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error)) return false;
  return typeof error.responseCode === 'number' && error.responseCode < 500;
}
