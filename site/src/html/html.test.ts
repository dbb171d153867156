import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.ts';

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
  });
});
