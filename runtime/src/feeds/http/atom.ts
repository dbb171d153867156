import { createHash } from 'node:crypto';
import type { FeedEvent } from '../feed-event.ts';
import { pageSize } from '../forget-events.ts';
import type { Feed } from '../open-feed.ts';
import { ProblemError } from './problem.ts';

export interface AtomRequest {
  /** Message names: part of the address, so that what is at an address never depends on who asks. */
  readonly events: readonly string[];
  /** Address of the feed, without page and query. */
  readonly self: string;
  readonly title: string;
  /** `If-None-Match`. */
  readonly known: string | null;
}

/**
 * The newest events as an Atom feed (RFC 4287), newest first. Older ones are on archive pages (RFC 5005), to which it
 * links.
 */
export async function atomFeed(feed: Feed, request: AtomRequest): Promise<Response> {
  const { first, last } = await feed.range();
  const from = last - BigInt(pageSize) > first - 1n ? last - BigInt(pageSize) : first - 1n;
  const events = await feed.read(from, pageSize);
  const full = (events.at(-1)?.position ?? last) / BigInt(pageSize);
  const hasArchive = full * BigInt(pageSize) >= first;
  return atomResponse(request, {
    address: addressOf(request),
    events,
    links: hasArchive ? [link('prev-archive', addressOf(request, full))] : [],
    isArchive: false,
  });
}

/** A page that never changes. Throws a 404 where it is not complete yet, a 410 where it is no longer kept. */
export async function atomPage(feed: Feed, page: bigint, request: AtomRequest): Promise<Response> {
  const { first, last } = await feed.range();
  const size = BigInt(pageSize);
  if (page < 1n || page * size > last) throw new ProblemError({ status: 404, title: `There is no page ${page} yet.` });
  const gone = new ProblemError({ status: 410, title: `Page ${page} is no longer kept.` });
  if ((page - 1n) * size + 1n < first) throw gone;
  const events = await feed.read((page - 1n) * size, pageSize);
  // It was forgotten in this moment.
  if (events.length < pageSize || events[0]?.position !== (page - 1n) * size + 1n) throw gone;
  const before = page > 1n ? [link('prev-archive', addressOf(request, page - 1n))] : [];
  return atomResponse(request, {
    address: addressOf(request, page),
    events,
    links: [link('current', addressOf(request)), ...before],
    isArchive: true,
  });
}

interface AtomDocument {
  readonly address: string;
  /** All events of the page, oldest first. */
  readonly events: readonly FeedEvent[];
  readonly links: readonly string[];
  readonly isArchive: boolean;
}

function atomResponse(request: AtomRequest, document: AtomDocument): Response {
  const text = atomText(request, document);
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  const cache = document.isArchive ? 'private, max-age=31536000, immutable' : 'private, no-cache';
  const headers = { etag, 'cache-control': cache };
  if (request.known?.split(/\s*,\s*/).includes(etag)) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, 'content-type': 'application/atom+xml; charset=utf-8' } });
}

function atomText(
  { events: names, self, title }: AtomRequest,
  { address, events, links, isArchive }: AtomDocument,
): string {
  const wanted = new Set(names);
  const updated = events.at(-1)?.addedAt ?? new Date(0);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0">
  <id>${escapeXml(`${self}?events=${names.join(',')}`)}</id>
  <title>${escapeXml(title)}</title>
  <author><name>${escapeXml(title)}</name></author>
  <updated>${updated.toISOString()}</updated>
  ${[link('self', address), ...links].join('\n  ')}
${isArchive ? '  <fh:archive/>\n' : ''}${events
  .filter(({ name }) => wanted.has(name))
  .reverse()
  .map(entryText)
  .join('')}</feed>
`;
}

const entryText = ({ id, name, time, addedAt, body }: FeedEvent): string => `  <entry>
    <id>${escapeXml(entryId(id))}</id>
    <title>${escapeXml(name)}</title>
    <category term="${escapeXml(name)}"/>
    <published>${time.toISOString()}</published>
    <updated>${addedAt.toISOString()}</updated>
    <content type="text">${escapeXml(body)}</content>
  </entry>
`;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An Atom id has to be an IRI. */
const entryId = (id: string): string => (uuid.test(id) ? `urn:uuid:${id}` : `urn:event:${encodeURIComponent(id)}`);

const link = (relation: string, address: string): string => `<link rel="${relation}" href="${escapeXml(address)}"/>`;

function addressOf({ self, events }: AtomRequest, page?: bigint): string {
  const address = new URL(page === undefined ? self : `${self}/${page}`);
  address.search = new URLSearchParams({ events: events.join(',') }).toString();
  return address.href;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeXml = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
