import { describe, expect, it } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import { type Container, createContainer, type FormatName } from '../container.ts';
import { exitCode } from '../exit-code.ts';
import { printReport } from './print-report.ts';

// Whatever a contract can hold: ends of lines, commands of GitHub, markup, an escape sequence, text that turns round,
// a link, half a character.
const hostile = 'a%0A\r\n::error::b ##[c] <d> ]]>&e;\u001b[31mf\u202eg\u0000[h](https://example.com)\ud800"i\'';
const file = `asyncapi/${hostile.replaceAll('/', '')}.yaml`;
const position = { file, line: 1, column: 1 };
const finding: Finding = {
  ruleId: 'MESSAGE_KEY_MISSING',
  severity: 'error',
  message: hostile,
  position,
  path: `/${hostile}`,
  related: [{ message: hostile, position }],
  help: hostile,
};

async function printed(format: FormatName, findings: readonly Finding[] = [finding]): Promise<string> {
  let stdout = '';
  const container: Container = createContainer(
    {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: () => undefined },
      env: {},
      cwd: '/shop',
      signal: new AbortController().signal,
    },
    { format, color: false },
    () => 0,
  );
  const report = {
    command: 'validate',
    exitCode: exitCode.contracts,
    texts: new Map([[file, hostile]]),
    root: '/shop',
  };
  await printReport(container, { ...report, findings, lines: [hostile, `  ${hostile}`, '::warning::x'], data: {} });
  return stdout;
}

/** Control and bidirectional characters, of which only the end of a line is wanted. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about.
const unwanted = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe('a report of hostile contracts', () => {
  it.each(['text', 'json', 'github', 'gitlab', 'junit', 'sarif'] as const)(
    'as %s has no character that steers a terminal or turns text round',
    async (format) => {
      expect(await printed(format)).not.toMatch(unwanted);
    },
  );

  it('as json and gitlab is JSON, as json without a loss', async () => {
    const { findings } = JSON.parse(await printed('json'));
    expect(findings).toMatchObject([{ message: hostile, help: hostile, file, path: `/${hostile}` }]);
    expect(JSON.parse(await printed('gitlab'))).toMatchObject([{ location: { path: file } }]);
  });

  it('as github gives GitHub one command, with all of its parts', async () => {
    const lines = (await printed('github')).split('\n');
    const commands = lines.filter((line) => /^\s*::|##\[/.test(line));
    expect(commands).toHaveLength(1);
    const [, properties = '', message = ''] = /^::error (.*?)::(.*)$/.exec(commands[0] ?? '') ?? [];
    const values = properties.split(',').map((property) => property.split('='));
    expect(values.map(([name]) => name)).toEqual(['file', 'line', 'col', 'endColumn', 'title']);
    expect(values[0]?.[1]).toMatch(/^asyncapi\/a%250A..%3A%3Aerror%3A%3Ab/);
    expect(message.split('%0A')).toHaveLength(3);
  });

  it('as github turns lines that are no findings into no commands', async () => {
    const lines = (await printed('github', [])).split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^::error::a%250A/);
  });

  it('as junit is XML whose elements and attributes are ours', async () => {
    const text = await printed('junit');
    const tags = [...text.matchAll(/<(\/?[\w-]+)((?: [\w-]+="[^"<>]*")*)(\/?)>/g)].map(([, name]) => name);
    expect(tags).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
      'failure',
      '/failure',
      '/testcase',
      'testcase',
      '/testsuite',
      '/testsuites',
    ]);
    const rest = text.replace(/^<\?xml.*\?>/, '').replaceAll(/<\/?[\w-]+(?: [\w-]+="[^"<>]*")*\/?>/g, '');
    expect(rest).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;|#\d+;)/);
  });

  it('as sarif has links to related places, and no others', async () => {
    const { runs } = JSON.parse(await printed('sarif'));
    const [{ message, locations }] = runs[0].results;
    const links = [...message.text.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, target]) => target);
    expect(links).toEqual(['0']);
    const { uri } = locations[0].physicalLocation.artifactLocation;
    expect(new URL(uri, 'file:///shop/').href).toBe(`file:///shop/${uri}`);
  });
});
