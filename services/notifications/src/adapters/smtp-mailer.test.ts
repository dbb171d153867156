import { createServer, type Server } from 'node:net';
import { notificationsApplication } from '@shop/contracts/notifications';
import { afterEach, describe, expect, it } from 'vitest';
import { smtpMailer } from './smtp-mailer.ts';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

interface Replies {
  readonly hello?: string;
  readonly login?: string;
  readonly recipient?: string;
}

/** A mail server that knows what one e-mail needs. */
async function mailServer(replies: Replies = {}): Promise<{ readonly url: string; readonly received: string[] }> {
  const { hello = '250-test\r\n250 AUTH PLAIN', login = '235 ok', recipient = '250 ok' } = replies;
  const received: string[] = [];
  const server = createServer((socket) => {
    let data: string | undefined;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 test');
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      if (data !== undefined) {
        data += text;
        if (!data.endsWith('\r\n.\r\n')) return;
        received.push(data);
        data = undefined;
        say('250 taken');
      } else if (text.startsWith('DATA')) {
        data = '';
        say('354 go on');
      } else if (text.startsWith('RCPT')) say(recipient);
      else if (text.startsWith('AUTH')) say(login);
      else if (text.startsWith('EHLO')) say(hello);
      else if (text.startsWith('QUIT')) socket.end('221 bye\r\n');
      else say('250 ok');
    });
  });
  servers.push(server);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  return { url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, received };
}

const email = { eventId: 'event-1', recipient: 'ada@example.org', subject: 'Hello', text: 'Dear Ada,\n' };

describe('smtpMailer', () => {
  it('hands the e-mail to the mail server', async () => {
    const { url, received } = await mailServer();
    const mailer = smtpMailer(url);

    await mailer.send(email);
    mailer.close();

    expect(received).toHaveLength(1);
    expect(received[0]).toContain('Message-ID: <event-1@shop.example>');
    expect(received[0]).toContain('Dear Ada,');
  });

  it.each([
    ['fatal', '550 no such user'],
    ['retry-later', '451 try again'],
  ])('asks for %s handling where the server says %s', async (handling, reply) => {
    const { url } = await mailServer({ recipient: reply });
    const mailer = smtpMailer(url);

    await expect(mailer.send(email)).rejects.toMatchObject({ handling });
    mailer.close();
  });

  it.each([
    ['that is down', 'ESOCKET', {}],
    ['that goes down', 'ECONNECTION', { hello: '421 closing' }],
    ['that refuses the login', 'EAUTH', { login: '535 no', credentials: 'ada:wrong@' }],
  ])(
    'leaves it to the contract what a mail server means %s: %s',
    async (_what, code, { credentials = '', ...replies }: Replies & { credentials?: string }) => {
      const { url } = await mailServer(replies);
      if (code === 'ESOCKET') for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
      const mailer = smtpMailer(url.replace('//', `//${credentials}`));

      const sending = mailer.send(email);

      await expect(sending).rejects.toMatchObject({ code });
      await expect(sending).rejects.not.toHaveProperty('handling');
      mailer.close();
      const ofContract = notificationsApplication.receive.orderConfirmed.errors ?? [];
      expect(ofContract).toContainEqual({ error: code, class: 'outage' });
    },
  );

  it('gives up an e-mail to nobody', async () => {
    const { url } = await mailServer();
    const mailer = smtpMailer(url);

    await expect(mailer.send({ ...email, recipient: '' })).rejects.toMatchObject({ handling: 'fatal' });
    mailer.close();
  });
});
