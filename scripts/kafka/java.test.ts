import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findJava, majorVersion } from './java.ts';

async function withJava<T>(output: string, use: (home: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'eventwright-java-'));
  try {
    await mkdir(join(home, 'bin'));
    await writeFile(join(home, 'bin', 'java'), `#!/bin/sh\necho '${output}' >&2\n`);
    await chmod(join(home, 'bin', 'java'), 0o755);
    return await use(home);
  } finally {
    await rm(home, { recursive: true });
  }
}

describe('findJava', () => {
  it('finds the one in JAVA_HOME', async () => {
    await withJava('openjdk version "17.0.15" 2025-04-15', async (home) => {
      expect(await findJava({ JAVA_HOME: home })).toEqual({ command: join(home, 'bin', 'java'), version: '17.0.15' });
    });
  });

  it('refuses one that is too old for Kafka', async () => {
    await withJava('java version "1.8.0_402"', async (home) => {
      await expect(findJava({ JAVA_HOME: home })).rejects.toThrow(
        /Java is too old: .* is version 1\.8\.0_402; install/,
      );
    });
  });

  it('says what to install where there is none', async () => {
    await expect(findJava({ JAVA_HOME: join(tmpdir(), 'nowhere') })).rejects.toThrow(/no Java: .* install Java 17/);
  });
});

describe('majorVersion', () => {
  it.each([
    ['17.0.15', 17],
    ['25', 25],
    ['21-ea', 21],
    ['1.8.0_402', 8],
    ['unknown', 0],
  ])('reads %s as %i', (version, major) => {
    expect(majorVersion(version)).toBe(major);
  });
});
