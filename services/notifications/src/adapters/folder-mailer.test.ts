import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { folderMailer } from './folder-mailer.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mail-'));
  folders.push(folder);
  return folder;
}

const email = {
  eventId: 'event-1',
  recipient: 'ada@example.org',
  subject: 'Your order is confirmed',
  text: 'Dear Ada,\n',
};

describe('folderMailer', () => {
  it('writes an e-mail that mail programs can open', async () => {
    const folder = join(await newFolder(), 'mail');

    await folderMailer(folder).send(email);

    const text = await readFile(join(folder, 'event-1.eml'), 'utf8');
    expect(text).toContain('To: ada@example.org\n');
    expect(text).toContain('Subject: Your order is confirmed\n');
    expect(text).toContain('Message-ID: <event-1@shop.example>\n');
    expect(text).toMatch(/\n\nDear Ada,\n$/);
  });

  it('keeps one e-mail for an event, however often it is sent', async () => {
    const folder = await newFolder();
    const mailer = folderMailer(folder);

    await mailer.send(email);
    await mailer.send(email);

    expect(await readdir(folder)).toEqual(['event-1.eml']);
  });

  it('does not leave its folder, whatever the id', async () => {
    const folder = await newFolder();
    await folderMailer(folder).send({ ...email, eventId: '../shop.orders/0/7' });
    expect(await readdir(folder)).toEqual(['..%2Fshop.orders%2F0%2F7.eml']);
  });
});
