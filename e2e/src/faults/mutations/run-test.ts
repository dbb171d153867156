import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { endWithUs } from '../../../../scripts/process/stop-process.ts';
import type { ShowingTest } from './mutation.ts';

const root = join(import.meta.dirname, '../../../..');
const config = join(import.meta.dirname, 'vitest.config.ts');

const report = z.object({
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), title: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

/** Runs a test without the guard that FAULTS_MUTATION names; what did not hold then, in words. */
export async function runTest({ name }: ShowingTest): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-mutation-'));
  const outputFile = join(folder, 'report.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = ['run', '--config', config, '-t', name, '--reporter', 'json', '--outputFile', outputFile];
  try {
    const child = spawn(process.execPath, [vitest, ...args], { cwd: root, stdio: 'ignore' });
    endWithUs(child);
    await once(child, 'close');
    const { testResults } = report.parse(JSON.parse(await readFile(outputFile, 'utf8')));
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    const ran = results.filter(({ status }) => status === 'passed' || status === 'failed');
    if (ran.length === 0) throw new Error(`no test ran: ${testResults.map(({ message }) => message).join('; ')}`);
    return ran.filter(({ status }) => status === 'failed').map(messageOf);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Failed {
  readonly title: string;
  readonly failureMessages?: readonly string[] | null | undefined;
}

/** In one line. */
function messageOf({ title, failureMessages }: Failed): string {
  const [reason = ''] = (failureMessages?.[0] ?? '').split('\n');
  return `${title}: ${reason}`;
}
