import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EnvironmentError, UsageError } from '../script-error.ts';
import { freePorts, requireFree } from './free-ports.ts';
import { reportFailure } from './report-failure.ts';
import { run, splitLines } from './run.ts';
import { hasEnded, stopProcess } from './stop-process.ts';

describe('freePorts', () => {
  it('finds ports that differ and that a server can have', async () => {
    const ports = await freePorts(10);
    expect(new Set(ports).size).toBe(10);
    await requireFree(ports);
  });

  it('names a port that is taken', async () => {
    const [port = 0] = await freePorts(1);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    await expect(requireFree([port])).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`);
    server.close();
  });
});

describe('splitLines', () => {
  it('finds the same lines however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{0,5}$/)), fc.integer({ min: 1, max: 7 }), (lines, size) => {
        const text = lines.map((line) => `${line}\n`).join('');
        const found: string[] = [];
        const take = splitLines((line) => found.push(line));
        for (let at = 0; at < text.length; at += size) take(text.slice(at, at + size));
        expect(found).toEqual(lines);
      }),
    );
  });
});

describe('run', () => {
  it('returns the exit code and what both streams said', async () => {
    const onLine = vi.fn();
    const script = 'console.log("out"); console.error("err"); process.exitCode = 3';
    const { code, output } = await run(process.execPath, ['-e', script], { onLine });
    expect(code).toBe(3);
    expect(output.split('\n').sort()).toEqual(['', 'err', 'out']);
    expect(onLine).toHaveBeenCalledTimes(2);
  });

  it('rejects where the program does not exist', async () => {
    await expect(run('no-such-program', [])).rejects.toThrow('ENOENT');
  });
});

describe('stopProcess', () => {
  function start(script: string) {
    return spawn(process.execPath, ['-e', `${script}; console.log('up'); setInterval(() => {}, 1000)`]);
  }

  it('lets a process end in peace', async () => {
    const child = start('process.on("SIGTERM", () => process.exit(7))');
    await once(child.stdout, 'data');
    await stopProcess(child, 'SIGTERM', 10_000);
    expect(child.exitCode).toBe(7);
  });

  it('kills one that will not', async () => {
    const child = start('process.on("SIGTERM", () => {})');
    await once(child.stdout, 'data');
    await stopProcess(child, 'SIGTERM', 100);
    expect(child.signalCode).toBe('SIGKILL');
  });

  it('is done at once with one that has ended or never began', async () => {
    const missing = spawn('no-such-program');
    await once(missing, 'error');
    expect(hasEnded(missing)).toBe(true);
    await stopProcess(missing, 'SIGTERM', 10_000);
  });
});

describe('stopSignal', () => {
  const script = `
    import { stopSignal } from '${import.meta.dirname}/stop-signal.ts';
    setInterval(() => {}, 1000);
    stopSignal().reason.then((name) => {
      console.log(name);
      if (process.argv[1] === 'end') setTimeout(() => process.exit(0), 200);
    });
    console.log('up');`;

  async function interrupted(how: string) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, how]);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    await once(child.stdout, 'data');
    return child;
  }

  it('takes the echo of a signal for the same one: npm passes on what the terminal has sent already', async () => {
    const child = await interrupted('end');
    child.kill('SIGINT');
    await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });

  it('ends the process at once at a later signal', async () => {
    const child = await interrupted('hang');
    const impatient = setInterval(() => child.kill('SIGINT'), 100);
    await once(child, 'exit');
    clearInterval(impatient);
    expect(child.exitCode).toBe(130);
  });
});

describe('reportFailure', () => {
  const before = process.exitCode;

  afterEach(() => {
    process.exitCode = before;
    vi.restoreAllMocks();
  });

  it.each([
    [4, new EnvironmentError('no Java')],
    [2, new UsageError('--nodes is 1 or 3')],
    [2, Object.assign(new TypeError('Unknown option'), { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' })],
    [70, new Error('our bug')],
  ])('ends with code %i and says why', (code, error) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    reportFailure(error);
    expect(process.exitCode).toBe(code);
    expect(said).toHaveBeenCalledWith(expect.stringContaining(error.message));
  });
});
