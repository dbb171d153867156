import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escaped, html } from './html.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

describe('html', () => {
  it('escapes text, whatever it is, in elements and in quoted attributes', () => {
    const hostile = `</script><img src=x onerror="a('b')">&amp;`;
    expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
      `<p title="&lt;/script&gt;&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;amp;">&lt;/script&gt;&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;amp;</p>`,
    );
  });

  it('lets no text become markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = html`<b>${text}</b>`.markup.slice(3, -4);
        expect(inside).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('puts templates into templates as they are, lists one after another, and nothing for what is not there', () => {
    const items = ['a', 'b'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}${undefined}${false}</ul>${3}`.markup).toBe('<ul><li>a</li><li>b</li></ul>3');
  });

  it('shows signs that would turn the direction of a name', () => {
    expect(html`${'a\u202eb'}`.markup).toBe('a\\u202eb');
    const turning = [...'\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'];
    for (const sign of turning) expect(escaped(sign)).toMatch(/^\\u[\da-f]{4}$/);
    for (const sign of '\u200d\u2010\u2029\u202f\u2065\u206a…–') expect(escaped(sign)).toBe(sign);
  });

  it('leaves all other text as it is, around and between what it escapes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('&', '<', '>', '"', "'", 'a', 'é', '—', '😀')), (signs) => {
        const plain = signs.map((sign) => entities[sign] ?? sign).join('');
        expect(escaped(signs.join(''))).toBe(plain);
      }),
    );
  });
});
