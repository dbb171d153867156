import type { Rule, RuleExample } from '../catalog/catalog.ts';
import { type Block, badge, code, type Language, link, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';

/** A page for each finding and error, and one that lists them. */
export function rulePages(context: SiteContext): readonly Page[] {
  const { rules } = context.estate.catalog;
  return [listPage(rules, context), ...rules.map((rule) => rulePage(rule, context))];
}

function listPage(rules: readonly Rule[], { paths }: SiteContext): Page {
  return {
    path: 'errors.html',
    title: 'Errors',
    summary: 'What each finding and each error means, and how to mend it.',
    section: 'errors',
    trail: [],
    badges: [],
    blocks: [
      table({
        caption: 'Findings and errors',
        rows: rules,
        empty: 'There are none.',
        isFiltered: true,
        columns: [
          { title: 'Code', cell: ({ id }) => [link(paths.rule(id), code(id))] },
          { title: 'Kind', cell: ({ kind }) => [kind] },
          { title: 'Meaning', cell: ({ what }) => [what] },
        ],
      }),
    ],
  };
}

function rulePage({ id, kind, what, why, cure, bad, good }: Rule, { paths }: SiteContext): Page {
  return {
    path: paths.rule(id),
    title: id,
    summary: what,
    section: 'errors',
    trail: [{ title: 'Errors', path: 'errors.html' }],
    badges: [badge(kind)],
    blocks: [
      ...(why === '' ? [] : [text(why)]),
      { kind: 'notice', tone: 'good', line: ['To do: ', cure] },
      ...section('bad', 'With the finding', ...bad.map(exampleBlock)),
      ...section('good', 'Without it', ...good.map(exampleBlock)),
      text('In a terminal: ', code(`eventwright explain ${id}`), '.'),
    ],
  };
}

const exampleBlock = ({ title, text: words }: RuleExample): Block =>
  title === '' ? text(words) : { kind: 'code', language: languageOf(title), caption: title, text: words };

function languageOf(file: string): Language {
  if (/\.(?:avsc|json)\b/.test(file)) return 'json';
  return /\.ya?ml\b/.test(file) ? 'yaml' : 'text';
}
