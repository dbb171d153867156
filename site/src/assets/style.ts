/** The style of every page: system fonts, one accent, both themes by variables. */
export const style = `:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d4d9df; --panel: #f5f7f9; --accent: #0b5cad;
  --good: #116329; --warns: #7d4e00; --bad: #b42318; --personal: #6639ba;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
    --paper: #12161b; --ink: #e4e8ec; --soft: #a0aab4; --line: #333b44; --panel: #1a2028; --accent: #79b8ff;
    --good: #6fdd8b; --warns: #e3b341; --bad: #ff9a92; --personal: #cbb2ff;
  }
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] {
  color-scheme: dark;
  --paper: #12161b; --ink: #e4e8ec; --soft: #a0aab4; --line: #333b44; --panel: #1a2028; --accent: #79b8ff;
  --good: #6fdd8b; --warns: #e3b341; --bad: #ff9a92; --personal: #cbb2ff;
}
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--paper); }
body { margin: 0; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main:focus-visible { outline: none; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 0.5rem; top: 0.5rem; padding: 0.5rem 1rem; background: var(--paper); z-index: 3; }
.bar { display: flex; gap: 0.75rem; align-items: center; padding: 0.6rem 1rem; border-bottom: 1px solid var(--line); background: var(--panel); }
.brand { font-weight: 650; color: var(--ink); text-decoration: none; margin-right: auto; padding: 0.25rem 0; }
button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 0.25rem 0.7rem; min-height: 2rem; cursor: pointer; }
button:hover { border-color: var(--accent); }
kbd { font-family: var(--mono); font-size: 0.8em; border: 1px solid var(--line); border-radius: 4px; padding: 0 0.3em; }
.frame { display: grid; grid-template-columns: 13rem minmax(0, 1fr); max-width: 90rem; margin: 0 auto; }
.side { padding: 1rem 0 2rem 1rem; }
.side ul { list-style: none; margin: 0; padding: 0; position: sticky; top: 1rem; }
.side a { display: flex; justify-content: space-between; padding: 0.28rem 0.7rem; color: var(--ink); text-decoration: none; border-radius: 6px; }
.side a:hover { background: var(--panel); }
.side a[aria-current] { background: var(--panel); font-weight: 600; box-shadow: inset 3px 0 var(--accent); }
.count { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; }
main { padding: 1.5rem clamp(1rem, 3vw, 2.5rem) 4rem; min-width: 0; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.2rem 0 0.4rem; }
h2 { font-size: 1.3rem; margin: 2.2rem 0 0.6rem; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 0.4rem; }
h2 .anchor, h3 .anchor { margin-left: 0.4rem; color: var(--soft); text-decoration: none; opacity: 0; }
h2:hover .anchor, h3:hover .anchor, .anchor:focus-visible { opacity: 1; }
p, li, dd { max-width: 75ch; }
.summary { font-size: 1.08rem; color: var(--soft); margin-top: 0; }
.trail ol { display: flex; flex-wrap: wrap; gap: 0.4rem; list-style: none; margin: 0; padding: 0; font-size: 0.92rem; }
.trail a { display: inline-block; min-height: 24px; min-width: 24px; }
.trail li::after { content: "›"; color: var(--soft); margin-left: 0.4rem; }
code, pre { font-family: var(--mono); font-size: 0.88em; }
:not(pre) > code { background: var(--panel); border-radius: 4px; padding: 0.1em 0.3em; }
pre { margin: 0; padding: 0.9rem 1rem; overflow: auto; line-height: 1.45; overflow-wrap: normal; max-height: 36rem; }
figure.code { margin: 0.8rem 0; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); overflow: hidden; position: relative; }
figcaption { padding: 0.4rem 1rem; border-bottom: 1px solid var(--line); font-size: 0.9rem; color: var(--soft); }
.property, .keyword { color: var(--accent); } .string, .added { color: var(--good); } .number { color: var(--personal); }
.comment { color: var(--soft); } .removed { color: var(--bad); }
.scrolls { overflow-x: auto; margin: 0.8rem 0; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 0.94rem; }
caption { text-align: left; padding: 0.5rem 0.8rem; color: var(--soft); font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.8rem; border-top: 1px solid var(--line); overflow-wrap: break-word; }
thead th { background: var(--panel); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
.number:is(th, td) { text-align: right; font-variant-numeric: tabular-nums; color: inherit; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.35rem 1.2rem; margin: 0.8rem 0; }
dt { color: var(--soft); } dd { margin: 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: 1rem; margin: 1.2rem 0; }
.columns section { border: 1px solid var(--line); border-radius: 8px; padding: 0.7rem 1rem; background: var(--panel); }
.columns :is(h2, h3, h4) { font-size: 0.92rem; margin: 0 0 0.4rem; color: var(--soft); font-weight: 600; }
.columns ul { list-style: none; margin: 0; padding: 0; } .columns li + li { margin-top: 0.35rem; }
.columns .none { margin: 0; }
.note { color: var(--soft); font-size: 0.93em; } .none { color: var(--soft); font-style: italic; }
.badge { display: inline-block; font-size: 0.8rem; line-height: 1.35; border: 1px solid currentColor; border-radius: 1rem; padding: 0.05rem 0.55rem; color: var(--soft); font-weight: 500; font-style: normal; }
h1 .badge { vertical-align: middle; }
.badge.good { color: var(--good); } .badge.warns { color: var(--warns); } .badge.bad { color: var(--bad); border-radius: 6px; } .badge.personal { color: var(--personal); }
.notice { border-left: 4px solid var(--line); background: var(--panel); padding: 0.6rem 1rem; border-radius: 0 8px 8px 0; }
.notice.warns { border-color: var(--warns); } .notice.bad { border-color: var(--bad); } .notice.good { border-color: var(--good); }
.figure { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; padding: 0.8rem; margin: 0.8rem 0; background: var(--panel); }
svg { display: block; } svg.map { max-width: 100%; height: auto; margin: 0 auto; }
svg .edge.dim { opacity: 0.15; } svg .edge.lit { stroke: var(--accent); stroke-width: 2.2; } svg text { font: 13px system-ui, sans-serif; fill: var(--ink); } svg a text { fill: var(--accent); }
svg a:hover text { text-decoration: underline; }
svg .box { fill: var(--paper); stroke: var(--line); } svg .lane { stroke: var(--line); stroke-dasharray: 3 4; }
svg .arrow line, svg .own, svg .edge { stroke: var(--soft); fill: none; stroke-width: 1.4; }
svg .head, svg circle { fill: var(--soft); stroke: none; }
.copies { position: absolute; top: 0.25rem; right: 0.4rem; font-size: 0.82rem; min-height: 1.6rem; padding: 0 0.6rem; }
.filter-line { display: flex; gap: 0.8rem; align-items: center; margin: 0.8rem 0 -0.2rem; }
input, textarea, select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 0.35rem 0.7rem; }
select { max-width: 100%; }
textarea { width: 100%; font-family: var(--mono); font-size: 0.88rem; line-height: 1.45; }
.filter { width: min(24rem, 100%); }
dialog.search { width: min(46rem, calc(100vw - 2rem)); max-height: 80vh; margin-top: 8vh; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); color: var(--ink); padding: 0.8rem; }
dialog.search::backdrop { background: rgb(0 0 0 / 45%); }
dialog.search input { width: 100%; font-size: 1.1rem; }
dialog.search [role="option"] { display: block; padding: 0.4rem 0.6rem; border-radius: 6px; color: inherit; text-decoration: none; } dialog.search .title { color: var(--accent); text-decoration: underline; }
dialog.search [aria-selected="true"] { background: var(--panel); box-shadow: inset 3px 0 var(--accent); }
dialog.search p { margin: 0.4rem 0; }
footer { margin-top: 4rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.9rem; }
tr:target, section:target > :is(h2, h3) { background: color-mix(in srgb, var(--accent) 14%, transparent); }
.needs-script { display: none; } .scripted .needs-script { display: revert; }
@media (max-width: 48rem) {
  .frame { display: block; }
  .side { padding: 0.5rem 1rem 0; } .side ul { position: static; display: flex; flex-wrap: wrap; gap: 0.2rem; }
  .side a { border: 1px solid var(--line); gap: 0.4rem; padding: 0.25rem 0.6rem; }
  .side a[aria-current] { box-shadow: none; border-color: var(--accent); }
  h1 { font-size: 1.5rem; }
  dl { grid-template-columns: 1fr; gap: 0.1rem; } dd { margin-bottom: 0.5rem; }
  .scrolls { border: 0; overflow-x: visible; }
  table, tbody, tr, tbody th, td { display: block; width: auto; } thead { position: absolute; left: -999px; } caption { padding-left: 0; display: block; }
  tr { border: 1px solid var(--line); border-radius: 8px; margin-bottom: 0.7rem; padding: 0.3rem 0; }
  th, td { border: 0; padding: 0.2rem 0.8rem; }
  td::before { content: attr(data-title) ": "; color: var(--soft); } .number:is(th, td) { text-align: left; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { .bar, .side, .anchor, .skip { display: none; } .frame { display: block; } pre { max-height: none; white-space: pre-wrap; } .scrolls, .figure { overflow: visible; } svg { max-width: 100%; height: auto; } table { font-size: 0.85rem; } thead th { white-space: normal; } th, td { overflow-wrap: anywhere; padding: 0.3rem 0.4rem; } }
`;
