import { describe, expect, it } from 'vitest';
import { proseHtml } from './prose.ts';

describe('proseHtml', () => {
  it('begins headings at the level of the page', () => {
    expect(proseHtml('## A', 2).markup).toBe('<h2>A</h2>\n');
    expect(proseHtml('### A', 3).markup).toBe('<h4>A</h4>\n');
  });

  it('shows HTML as text, and makes no link that could run something', () => {
    const { markup } = proseHtml('<b onclick="x">a</b> [b](javascript:alert(1)) [c](data:text/html,d)', 2);
    expect(markup).not.toMatch(/<b|href=/);
  });

  it('leads where the site has the page, and leaves the text of a link that leads nowhere', () => {
    const resolve = (address: string): string | undefined => (address === 'a.md' ? '../a.html' : undefined);
    expect(proseHtml('[a](a.md), [b](../b.md), [c](https://c.example/)', 2, resolve).markup).toBe(
      '<p><a href="../a.html">a</a>, <span>b</span>, <a href="https://c.example/">c</a></p>\n',
    );
  });
});
