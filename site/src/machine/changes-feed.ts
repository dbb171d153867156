import { createHash } from 'node:crypto';
import type { Catalog, Release } from '../catalog/catalog.ts';
import { html } from '../html/html.ts';
import { releaseTitle } from '../pages/changes-page.ts';
import type { SiteSettings } from '../site-context.ts';

/** Releases as an Atom feed (RFC 4287). An id is made of what is told, so that a reader shows a change once. */
export function changesFeed({ title, releases }: Catalog, { address }: SiteSettings): string {
  const dated = releases.filter(({ name, date }) => name !== undefined && date !== undefined);
  const root = address === undefined ? undefined : address.endsWith('/') ? address : `${address}/`;
  const entries = dated.map((release) => entry(release, title, root));
  const updated = dated[0]?.date ?? '1970-01-01';
  return `<?xml version="1.0" encoding="utf-8"?>
${
  html`<feed xmlns="http://www.w3.org/2005/Atom">
<title>${title}: changes of the contracts</title>
<id>${root ?? urn(title)}</id>
<updated>${updated}T00:00:00Z</updated>
<author><name>${title}</name></author>
${root === undefined ? '' : html`<link href="${root}changes.html"/><link rel="self" href="${root}feed.xml"/>`}
${entries}</feed>`.markup
}
`;
}

function entry(release: Release, title: string, root: string | undefined) {
  const { date = '1970-01-01', changes } = release;
  const lines = changes.map(
    ({ part, name, text, breaking }) => html`<li>${breaking ? 'Breaking: ' : ''}${part} ${name}: ${text}</li>`,
  );
  const content = html`<ul>${lines}</ul>`.markup;
  return html`<entry>
<title>${releaseTitle(release)}</title>
<id>${urn(`${title} ${releaseTitle(release)}`)}</id>
<updated>${date}T00:00:00Z</updated>
${root === undefined ? '' : html`<link href="${root}changes.html"/>`}
<content type="html">${content}</content>
</entry>
`;
}

/** A name that is a name for ever, wherever the site stands. */
function urn(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
