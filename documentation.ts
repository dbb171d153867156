import { globSync, readFileSync } from 'node:fs';

/** A Markdown file of the repository. */
export interface MarkdownFile {
  /** Its path, from the root. */
  readonly file: string;
  readonly text: string;
}

/** Every Markdown file that belongs to the repository. */
export const markdownFiles: readonly MarkdownFile[] = globSync('**/*.md', {
  exclude: ['**/{node_modules,dist}/**', '.*/**'],
})
  .map((file) => file.replaceAll('\\', '/'))
  .sort()
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

export interface CodeBlock {
  /** What stands behind the fence, such as `sh`; empty where nothing does. */
  readonly language: string;
  readonly code: string;
}

export const codeBlocks = (markdown: string): readonly CodeBlock[] =>
  [...markdown.matchAll(fence)].map(([, language = '', code = '']) => ({ language, code }));

/** What stands in backticks, outside of code blocks. */
export const codeSpans = (markdown: string): readonly string[] =>
  [...markdown.replaceAll(fence, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);

/** Targets of links and images. */
export const linkTargets = (markdown: string): readonly string[] =>
  [...markdown.replaceAll(fence, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

/** The anchors of its headings, as code hosts make them. */
export const anchors = (markdown: string): readonly string[] =>
  [...markdown.replaceAll(fence, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );

/** The rows of every table, cell by cell, by the heading that the table stands under. */
export function tables(markdown: string): ReadonlyMap<string, readonly (readonly string[])[]> {
  const found = new Map<string, string[][]>();
  let heading = '';
  for (const line of markdown.replaceAll(fence, '').split('\n')) {
    if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
    if (!line.startsWith('|')) continue;
    const cells = line.split(/(?<!\\)\|/).slice(1, -1);
    found.set(heading, [...(found.get(heading) ?? []), cells.map((cell) => cell.trim())]);
  }
  return found;
}

const fence = /^```(\w*)\n(.*?)^```$/gms;
