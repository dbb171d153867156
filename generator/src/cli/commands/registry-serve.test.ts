import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { temporaryProject } from '../../../test/temporary-project.ts';
import { run } from '../main.ts';

interface Serving {
  readonly url: string;
  /** Interrupts it and resolves with its exit code. */
  stop(): Promise<number>;
}

async function serve(cwd: string, ...argv: readonly string[]): Promise<Serving> {
  const interrupt = new AbortController();
  const announced = Promise.withResolvers<string>();
  const exit = run(['registry', 'serve', '--port', '0', ...argv], {
    stdout: { write: (text) => announced.resolve(/http:\S+/.exec(text)?.[0] ?? text) },
    stderr: { write: (text) => announced.reject(new Error(text)) },
    env: {},
    cwd,
    signal: interrupt.signal,
  });
  return {
    url: await announced.promise,
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
    expect(await (await fetch(`${second.url}/subjects`)).json()).toEqual(['a']);
    expect(await second.stop()).toBe(0);
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
