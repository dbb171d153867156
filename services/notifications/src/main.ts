import { runService, textVariable } from '@eventwright/runtime/service';
import { logDestination } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { folderMailer, smtpMailer, startNotifications } from './app.ts';

await runService({
  name: 'notifications',
  log: pino({ name: 'notifications' }, logDestination()),
  start: (engines, defer) => {
    const smtpUrl = textVariable(process.env, 'SMTP_URL');
    const mailFolder = textVariable(process.env, 'MAIL_FOLDER') ?? '.eventwright/mail';
    const mailer = smtpUrl === undefined ? folderMailer(mailFolder) : smtpMailer(smtpUrl);
    defer('mailer', () => mailer.close());
    return startNotifications({ ...engines, mailer });
  },
});
