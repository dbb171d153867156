import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { type Mailer, messageId, sender } from './mailer.ts';

/**
 * Writes each e-mail into the folder as `<event id>.eml`, for development. An e-mail sent again replaces the first, so
 * there is one file per event.
 */
export function folderMailer(folder: string): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    async send({ eventId, recipient, subject, text }) {
      const message = { from: sender, to: recipient, subject, text, messageId: messageId(eventId) };
      const composed = await composer.sendMail(message);
      const file = join(folder, `${encodeURIComponent(eventId)}.eml`);
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.part`, composed.message);
      await rename(`${file}.part`, file);
    },
    close: () => composer.close(),
  };
}
