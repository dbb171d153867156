import { describe, expect, it } from 'vitest';
import { highlighted } from './highlight.ts';

describe('highlighted', () => {
  it('tells names of JSON from texts, and escapes both', () => {
    expect(highlighted('{ "a<b": "c:<d", "e" : -1.5e3, "f": [null] }', 'json').markup).toBe(
      '{ <span class="property">&quot;a&lt;b&quot;</span>: <span class="string">&quot;c:&lt;d&quot;</span>, ' +
        '<span class="property">&quot;e&quot;</span> : <span class="number">-1.5e3</span>, ' +
        '<span class="property">&quot;f&quot;</span>: [<span class="keyword">null</span>] }',
    );
  });

  it('marks each kind of word by its own class', () => {
    expect(highlighted("const a = 'b'; // <c>", 'typescript').markup).toBe(
      '<span class="keyword">const</span> a = <span class="string">&#39;b&#39;</span>; <span class="comment">// &lt;c&gt;</span>',
    );
    expect(highlighted(' a\n+b\n-c', 'diff').markup).toBe(
      ' a\n<span class="added">+b</span>\n<span class="removed">-c</span>',
    );
    expect(highlighted('a: 1 # <b>', 'yaml').markup).toBe(
      '<span class="property">a</span>: <span class="number">1</span> <span class="comment"># &lt;b&gt;</span>',
    );
  });

  it('marks nothing in plain or very long text, and escapes it all the same', () => {
    expect(highlighted('<1>', 'text').markup).toBe('&lt;1&gt;');
    expect(highlighted('1<'.repeat(4_000), 'json').markup).toBe('1&lt;'.repeat(4_000));
  });
});
