import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatNames } from '../../src/cli/container.ts';
import { command } from '../command.ts';
import { smallProject, temporaryProject } from '../temporary-project.ts';

const broken = {
  ...smallProject,
  'asyncapi/order-placed.v1.avsc': (smallProject['asyncapi/order-placed.v1.avsc'] ?? '').replace(
    '"string"',
    '"Strnig"',
  ),
};

const withoutTime = (text: string): string => text.replaceAll(/"durationMs": \d+| time="[\d.]+"/g, '');

describe('--report', () => {
  it('writes what --format would print, in every format, in one run', async () => {
    const root = await temporaryProject(broken);
    const reports = formatNames.flatMap((name) => ['--report', `${name}=reports/${name}`]);
    const { exitCode, stdout } = await command(root, 'validate', '--quiet', ...reports);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('AVRO_NAME_UNRESOLVED');
    for (const name of formatNames) {
      const printed = await command(root, 'validate', '--quiet', '--format', name);
      expect(withoutTime(readFileSync(join(root, 'reports', name), 'utf8')), name).toBe(withoutTime(printed.stdout));
    }
    expect(readdirSync(join(root, 'reports')).sort()).toEqual([...formatNames].sort());
  });

  it('has every finding, of which a terminal shows a hundred and counts the rest', async () => {
    const operations = Array.from({ length: 250 }, (_, index) => `  o${index}: { action: publish }\n`);
    const text = (smallProject['asyncapi/orders.yaml'] ?? '').replace(
      'operations:\n',
      `operations:\n${operations.join('')}`,
    );
    const root = await temporaryProject({ ...smallProject, 'asyncapi/orders.yaml': text });
    const { stdout } = await command(root, 'generate', '--quiet', '--report', 'text=all.txt');
    const shown = /OPERATION_ACTION_UNKNOWN/g;
    const all = readFileSync(join(root, 'all.txt'), 'utf8');
    expect(stdout.match(shown)).toHaveLength(100);
    expect(stdout).toMatch(/\n… and (\d+) errors more\. `--report text=FILE` writes all of them/);
    expect(all.match(shown)).toHaveLength(250);
    expect(all).not.toContain('more.');
    const count = /^\d+ errors.*$/m;
    expect(count.exec(stdout)?.[0]).toBe(count.exec(all)?.[0]);
  });

  it('finds its file from where the command was started, whatever --cwd says', async () => {
    const root = await temporaryProject({});
    const project = await temporaryProject(smallProject);
    await command(root, 'validate', '--cwd', project, '--report', 'json=a.json');
    expect(readdirSync(root)).toEqual(['a.json']);
  });

  it('writes also why there is no result', async () => {
    const root = await temporaryProject({});
    const { exitCode, stdout } = await command(
      root,
      'validate',
      '--report',
      'sarif=a.sarif',
      '--report',
      'markdown=a.md',
    );
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(readFileSync(join(root, 'a.md'), 'utf8')).toContain('There is no eventwright.config.json');
    expect(JSON.parse(readFileSync(join(root, 'a.sarif'), 'utf8'))).toMatchObject({
      runs: [{ invocations: [{ executionSuccessful: false }] }],
    });
  });

  it('writes the Markdown that is the own of a command', async () => {
    const root = await temporaryProject(smallProject);
    await command(root, 'release');
    const { stdout } = await command(root, 'diff', '--format', 'markdown');
    await command(root, 'diff', '--report', 'markdown=diff.md');
    expect(readFileSync(join(root, 'diff.md'), 'utf8')).toBe(stdout);
  });

  it('tells that a file cannot be written once, exit code 4, and still prints the result', async () => {
    const root = await temporaryProject(smallProject);
    const { exitCode, stdout, stderr } = await command(root, 'validate', '--quiet', '--report', 'sarif=asyncapi');
    expect([exitCode, stdout]).toEqual([4, '1 application, 1 message, 2 schemas: no findings\n']);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^A report was not written\. '.*asyncapi.*'/),
      'Correct the path behind --report.',
      '',
    ]);
  });

  it.each(['sarif', 'sarif=', 'xml=a.xml', '=a'])('refuses %j', async (report) => {
    const { exitCode, stderr } = await command(await temporaryProject(smallProject), 'validate', '--report', report);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('Write it as sarif=compat.sarif. Formats are text,'),
    ]);
  });
});
