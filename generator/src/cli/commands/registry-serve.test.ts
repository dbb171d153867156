import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { selfSignedCertificate } from '../../../../registry/src/testing/self-signed-certificate.ts';
import { command } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';
import { run } from '../main.ts';

interface Serving {
  /** What it said when it was ready. */
  readonly said: string;
  readonly url: string;
  /** Interrupts it and resolves with its exit code. */
  stop(): Promise<number>;
}

async function serve(cwd: string, ...argv: readonly string[]): Promise<Serving> {
  return serveWith({}, cwd, ...argv);
}

async function serveWith(
  env: Readonly<Record<string, string>>,
  cwd: string,
  ...argv: readonly string[]
): Promise<Serving> {
  const interrupt = new AbortController();
  const announced = Promise.withResolvers<string>();
  const exit = run(['registry', 'serve', '--port', '0', ...argv], {
    stdout: { write: (text) => announced.resolve(text) },
    stderr: { write: (text) => announced.reject(new Error(text)) },
    env,
    cwd,
    signal: interrupt.signal,
  });
  const said = await announced.promise;
  return {
    said,
    url: /https?:\/\/\S+/.exec(said)?.[0] ?? said,
    stop: () => {
      interrupt.abort();
      return exit;
    },
  };
}

const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };

describe('eventwright registry serve', () => {
  it('keeps what was registered in its folder, and ends clean when it is interrupted', async () => {
    const cwd = await temporaryProject({});
    const first = await serve(cwd, '--data', 'kept', '--compatibility', 'full');
    const body = JSON.stringify({ schema: '"string"' });
    const registered = await fetch(`${first.url}/subjects/a/versions`, { method: 'POST', headers, body });
    expect(await registered.json()).toMatchObject({ id: 1 });
    expect(await (await fetch(`${first.url}/config`)).json()).toEqual({ compatibilityLevel: 'FULL' });
    expect(await first.stop()).toBe(0);

    const second = await serve(cwd, '--data', 'kept');
    const kept = `1 schema version of 1 subject in ${join(cwd, 'kept')}`;
    expect(second.said).toBe(`schema registry on ${second.url} (${kept}; Ctrl-C ends it)\n`);
    expect(await (await fetch(`${second.url}/subjects`)).json()).toEqual(['a']);
    expect(await second.stop()).toBe(0);
  });

  it('says that without a folder it keeps nothing, and the same as JSON', async () => {
    const first = await serve('/');
    expect(first.said).toContain('(in memory, gone when it ends; ');
    await first.stop();
    const second = await serve('/', '--format', 'json');
    expect(JSON.parse(second.said)).toEqual({ url: expect.any(String), data: null, subjects: 0, versions: 0 });
    await second.stop();
  });

  it.each(['--users', 'REGISTRY_USERS'])('lets in only the users of %s', async (how) => {
    const users = '# of the team\n\nann:se:cret\n';
    const cwd = await temporaryProject({ 'users.txt': users });
    const serving =
      how === '--users' ? await serve(cwd, '--users', 'users.txt') : await serveWith({ REGISTRY_USERS: users }, cwd);
    const get = async (credentials: string): Promise<number> => {
      const authorization = `Basic ${btoa(credentials)}`;
      return (await fetch(`${serving.url}/subjects`, { headers: { authorization } })).status;
    };
    expect([await get('ann:se:cret'), await get('ann:wrong'), await get('bob:se:cret')]).toEqual([200, 401, 401]);
    await serving.stop();
  });

  it('serves HTTPS with a certificate', async () => {
    const { certificate, key } = selfSignedCertificate();
    const cwd = await temporaryProject({ 'cert.pem': certificate, 'key.pem': key, ...smallProject });
    const serving = await serve(cwd, '--tls-cert', 'cert.pem', '--tls-key', 'key.pem');
    const push = (...argv: readonly string[]) =>
      command(cwd, 'registry', 'push', '--url', serving.url, '--quiet', ...argv);
    expect(await push('--ca-file', 'cert.pem')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await push()).toMatchObject({
      exitCode: 4,
      stderr: expect.stringMatching(
        /cannot be reached: DEPTH_ZERO_SELF_SIGNED_CERT\.\nName the file of its .* --ca-file/,
      ),
    });
    await serving.stop();
  });

  it.each([
    [['--users', 'none.txt'], /none\.txt cannot be read \(ENOENT\)/],
    [['--users', 'bad.txt'], /User 2 of the registry has no name or no password/],
    [['--users', 'empty.txt'], /none is named/],
    [['--tls-cert', 'bad.txt'], /HTTPS needs a certificate and its key/],
    [['--tls-cert', 'bad.txt', '--tls-key', 'bad.txt'], /The certificate or its key cannot be used/],
  ])('does not start with %j', async (argv, message) => {
    const cwd = await temporaryProject({ 'bad.txt': 'ann:secret\nbob\n', 'empty.txt': '# nobody\n' });
    const { exitCode, stderr } = await command(cwd, 'registry', 'serve', '--port', '0', ...argv);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it('refuses a folder that another one has', async () => {
    const cwd = await temporaryProject({});
    const first = await serve(cwd, '--data', 'kept');
    const { exitCode, stderr } = await command(cwd, 'registry', 'serve', '--port', '0', '--data', join(cwd, 'kept'));
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('STORE_LOCKED')]);
    await first.stop();
  });

  it('says that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { exitCode, stderr } = await command(await temporaryProject({}), 'registry', 'serve', '--port', String(port));
    expect([exitCode, stderr]).toEqual([
      4,
      `The port ${port} cannot be had (EADDRINUSE).\nTake another one by --port; 0 takes any that is free.\n`,
    ]);
    other.close();
  });

  it('knows the compatibility levels', async () => {
    const { exitCode, stderr } = await command('/', 'registry', 'serve', '--port', '0', '--compatibility', 'SOME');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/^'SOME' is no compatibility level.\nLevels are NONE, /),
    ]);
  });
});
