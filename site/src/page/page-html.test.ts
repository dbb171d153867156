import { describe, expect, it } from 'vitest';
import { type Block, badge, code, link, none, note, table } from './block.ts';
import { blocksHtml, lineHtml } from './page-html.ts';

const url = (to: string): string => `../${to}`;
const hostile = `</td><img src=x onerror="a('b')">&`;
const harmless = '&lt;/td&gt;&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;';

describe('blocksHtml', () => {
  it('lets no text of a line become markup, whatever piece it is', () => {
    const line = [hostile, note(hostile), none(hostile), badge(hostile), link(hostile, hostile)] as const;
    const markup = lineHtml([...line, { kind: 'strong', text: hostile }], url).markup;
    expect(markup.replaceAll(harmless, 'TEXT')).toBe(
      'TEXT<span class="note">TEXT</span><span class="none">TEXT</span><span class="badge plain">TEXT</span>' +
        '<a href="../TEXT">TEXT</a><strong>TEXT</strong>',
    );
    const leave = lineHtml([{ kind: 'leave', address: `https://a.example/${hostile}`, text: hostile }], url).markup;
    expect(leave.replaceAll(harmless, 'TEXT')).toBe('<a href="https://a.example/TEXT" rel="noreferrer">TEXT</a>');
  });

  it('lets no text of a table or a list become markup', () => {
    const blocks: readonly Block[] = [
      table({
        caption: hostile,
        empty: '',
        rows: [1],
        idOf: () => hostile,
        columns: [
          { title: hostile, cell: () => [hostile] },
          { title: hostile, isNumber: true, cell: () => [hostile] },
        ],
      }),
      { kind: 'list', items: [[hostile]] },
      { kind: 'columns', label: hostile, columns: [{ title: hostile, items: [[hostile]], empty: '' }] },
    ];
    const markup = blocksHtml(blocks, url).markup.replaceAll(harmless, 'TEXT');
    expect(markup).toContain(
      '<tr id="TEXT"><th scope="row">TEXT</th><td data-title="TEXT" class="number">TEXT</td></tr>\n',
    );
    expect(markup).toContain('<ul><li>TEXT</li></ul>');
    expect(markup).not.toMatch(/<img|onerror="/);
  });

  it('lets long names break behind their signs, not at their end, and escapes them', () => {
    const names = ['shop.orders/v1_a-b', 'a.', '.a', '', 'a.<b'];
    expect(names.map((name) => lineHtml([code(name)], url).markup)).toEqual([
      '<code>shop.<wbr>orders/<wbr>v1_<wbr>a-<wbr>b</code>',
      '<code>a.</code>',
      '<code>.<wbr>a</code>',
      '<code></code>',
      '<code>a.<wbr>&lt;b</code>',
    ]);
  });
});
