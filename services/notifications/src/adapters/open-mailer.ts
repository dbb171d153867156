import { textVariable, type Variables } from '@eventwright/runtime/service';
import { folderMailer } from './folder-mailer.ts';
import type { Mailer } from './mailer.ts';
import { smtpMailer } from './smtp-mailer.ts';

/** By `SMTP_URL`, else into the folder `MAIL_FOLDER`. */
export function openMailer(variables: Variables): Mailer {
  const smtpUrl = textVariable(variables, 'SMTP_URL');
  if (smtpUrl !== undefined) return smtpMailer(smtpUrl);
  return folderMailer(textVariable(variables, 'MAIL_FOLDER') ?? '.eventwright/mail');
}
