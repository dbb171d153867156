import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../generator/src/cli/main.ts';
import { releasedProject } from '../../../generator/test/released-project.ts';
import { changeCases, changesOfCases, projectOfCases } from '../change-cases.ts';
import { type FolderServer, serveFolder } from './serve-folder.ts';
import { visit, visitUrl } from './visit.ts';

let root: string;
let server: FolderServer;

interface Output {
  readonly exitCode: number;
  readonly stdout: string;
}

async function eventwright(...argv: readonly string[]): Promise<Output> {
  let stdout = '';
  const exitCode = await run(argv, {
    stdout: {
      write: (text: string): void => {
        stdout += text;
      },
    },
    stderr: { write: () => undefined },
    env: {},
    cwd: root,
    signal: new AbortController().signal,
  });
  return { exitCode, stdout };
}

beforeAll(async () => {
  root = await releasedProject(projectOfCases());
  const { exitCode, stdout } = await eventwright('docs', 'build', '--no-code');
  if (exitCode !== 0) throw new Error(stdout);
  server = await serveFolder(join(root, '.eventwright/docs'), '/');
});

afterAll(async () => {
  await server?.close();
  await rm(root, { recursive: true, force: true });
});

interface CliFinding {
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
}

describe('the what-if box', () => {
  it(`says of ${changeCases.length} changes what eventwright compat says of them`, { timeout: 240_000 }, async () => {
    expect(changeCases.length).toBeGreaterThanOrEqual(50);
    const page = await visitUrl(`${server.url}what-if.html`, server.url);
    const shown: (readonly [string, string])[] = [];
    for (const { event, after } of changeCases) {
      await page.locator('select').selectOption(event);
      await page.waitForFunction(
        (name) => new RegExp(`\\b${name}"`).test(document.querySelector('textarea')?.value ?? ''),
        event,
      );
      await page.locator('textarea').fill(JSON.stringify(after, undefined, 2));
      const verdict = await page.locator('[data-tool="what-if"] [role=status] .notice').first().textContent();
      shown.push([event, verdict ?? '']);
    }

    for (const [file, text] of Object.entries(changesOfCases())) await writeFile(join(root, file), text);
    const { stdout } = await eventwright('compat', '--format', 'json');
    const { findings }: { readonly findings: readonly CliFinding[] } = JSON.parse(stdout);
    const refused = (event: string): boolean =>
      findings.some(({ severity, file }) => severity === 'error' && file.endsWith(`/${event.toLowerCase()}.v2.avsc`));
    expect(shown).toEqual(
      changeCases.map(({ event }) => [event, refused(event) ? 'CI refuses this' : 'CI lets this pass']),
    );
    // Both verdicts occur, or the cases say nothing.
    expect(new Set(shown.map(([, verdict]) => verdict))).toEqual(new Set(['CI refuses this', 'CI lets this pass']));
  });

  it('names services and what to do, with the line of what is no schema', async () => {
    const page = await visit('what-if.html#OrderPlaced', { way: 'file' });
    const text = page.locator('textarea');
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('OrderPlaced') === true);
    const schema = await text.inputValue();
    const status = page.locator('[data-tool="what-if"] [role=status]');
    await text.fill(schema.replace('"type": "record"', '"type": "rcord"'));
    expect(await status.textContent()).toMatch(/no schema yet.*line \d+/s);
    await text.fill(schema.replaceAll('wishedDeliveryDate', 'deliverOn'));
    expect(await status.textContent()).toContain('wishedDeliveryDate');
    await text.fill(schema);
    expect(await status.textContent()).toContain('Nothing changed');
  });
});
