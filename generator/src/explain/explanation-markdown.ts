import { type Example, type Explanation, titleOf } from './explanation.ts';

/** An explanation with its examples, as a code host shows it beside a finding. */
export function explanationMarkdown({ what, why, cure, bad, good }: Explanation): string {
  return [what, why, `**To do:** ${cure}`, '**Bad:**', ...blocks(bad), '**Good:**', ...blocks(good)].join('\n\n');
}

const blocks = ({ files }: Example): readonly string[] =>
  files.map((file) => {
    const { name, text } = file;
    const fence = '`'.repeat(3);
    const language = name.endsWith('.yaml') ? 'yaml' : /\.(avsc|json)$/.test(name) ? 'json' : '';
    return `${name === '' ? '' : `\`${titleOf(file)}\`\n\n`}${fence}${language}\n${text}\n${fence}`;
  });
