import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileName, fileNames, relativeUrl, urlsFrom } from './page-path.ts';

describe('fileName', () => {
  it('keeps what every file system and every server takes', () => {
    expect(fileName('shop.orders.OrderPlaced-v2_x')).toBe('shop.orders.OrderPlaced-v2_x');
  });

  it('writes everything else as its code', () => {
    expect(fileName('orders.{region}/ä')).toBe('orders.~7bregion~7d~2f~e4');
  });

  it('hides no file and leads to no other folder', () => {
    expect(fileName('..')).toBe('~2e.');
    expect(fileName('.git')).toBe('~2egit');
  });

  it('is short enough for every file system, however long the name', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => fileName(name).length <= 131));
  });
});

describe('fileNames', () => {
  it('gives different names different files, also where case does not count', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.string(), fc.constantFrom('a', 'A', 'Order', 'order'))), (names) => {
        const files = [...fileNames(names).values()].map((file) => file.toLowerCase());
        expect(new Set(files).size).toBe(names.length);
      }),
    );
  });
});

describe('relativeUrl', () => {
  it('leads up and down, from any page to any other', () => {
    expect(relativeUrl('index.html', 'events/A.html')).toBe('events/A.html');
    expect(relativeUrl('events/A/v1.html', 'events/A.html')).toBe('../A.html');
    expect(relativeUrl('events/A.html', 'events/A/v1.html#field-a.b')).toBe('A/v1.html#field-a.b');
    expect(relativeUrl('events/A.html', 'index.html')).toBe('../index.html');
  });

  it('leads to twins where these are asked for, and to none where they are not', () => {
    const twinOf = (to: string): string => to.replace('.html', '.md');
    expect(urlsFrom('events/A.html', twinOf)('events/B.html')).toBe('B.md');
    expect(urlsFrom('events/A.html')('events/B.html')).toBe('B.html');
    expect(urlsFrom('events/A.html', twinOf)('events/B.html')).toBe('B.md');
    expect(urlsFrom('topics/A.html', twinOf)('events/B.html')).toBe('../events/B.md');
  });

  it('stays right with more folders than it remembers', () => {
    for (let index = 0; index < 120; index += 1) {
      const from = `events/E${index % 60}/v1.html`;
      expect(relativeUrl(from, `events/E${index % 60}.html`)).toBe(`../E${index % 60}.html`);
      expect(relativeUrl(from, 'events/E0/v2.html')).toBe(index % 60 === 0 ? 'v2.html' : '../E0/v2.html');
    }
  });

  it('is what a browser resolves to the page, at a root as below a path', () => {
    const step = fc.stringMatching(/^[A-Za-z0-9~._-]{1,8}$/).filter((text) => !/^\.+$/.test(text));
    const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/'));
    fc.assert(
      fc.property(path, path, fc.constantFrom('http://a.example/', 'http://a.example/x/y/'), (from, to, root) => {
        expect(new URL(relativeUrl(from, to), `${root}${from}`).href).toBe(`${root}${to}`);
      }),
    );
  });
});
