import { describe, expect, it } from 'vitest';
import { pageMarkdown } from './page-markdown.ts';

const links = new Map([['other.md', 'guides/other.html']]);

const text = (markdown: string): string =>
  pageMarkdown({
    path: 'guides/this.html',
    title: 'This',
    summary: '',
    section: 'guides',
    trail: [],
    badges: [],
    blocks: [{ kind: 'prose', markdown, links }],
  });

describe('pageMarkdown', () => {
  it('leads from texts of people where the site has the page, and leaves the words of a link that leads nowhere', () => {
    expect(text('[a](other.md), [b](../../README.md), [c](https://c.example/), [d](#here)')).toContain(
      '\n[a](other.md), b, [c](https://c.example/), [d](#here)\n',
    );
  });

  it('leaves code as it is', () => {
    const code = '```ts\nconst a = b[0](c.md);\n```';
    expect(text(`[a](b.md)\n\n${code}\n\n[c](d.md)`)).toContain(`a\n\n${code}\n\nc`);
  });
});
