/**
 * Whether a path with `/` matches a glob: `*` and `?` within a folder, `**` over folders, `{a,b}`, `[abc]`. A glob without
 * `/` matches names in any folder, as in a .gitignore.
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const pattern = glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`;
  const expression = new RegExp(`^${pattern.replaceAll(token, translate)}$`, 'u');
  return (path) => expression.test(path);
}

const token = /\*\*\/|\*\*|\*|\?|\{[^{}]*\}|\[[^[\]]+\]|[\\^$+.()|{}[\]]/g;

function translate(part: string): string {
  switch (part) {
    case '**/':
      return '(?:.*/)?';
    case '**':
      return '.*';
    case '*':
      return '[^/]*';
    case '?':
      return '[^/]';
  }
  if (part.length === 1) return `\\${part}`;
  if (part.startsWith('[')) return `[${part.slice(1, -1).replace(/^!/, '^').replaceAll(/[\\&]/g, '\\$&')}]`;
  const choices = part.slice(1, -1).split(',');
  return `(?:${choices.map((choice) => choice.replaceAll(token, translate)).join('|')})`;
}
