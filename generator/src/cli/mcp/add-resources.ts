import { catalogJson, catalogSchema, type Reference } from '@eventwright/site';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  type Resource,
  type TextResourceContents,
} from '@modelcontextprotocol/sdk/types.js';
import type { ReferenceSource } from './reference-source.ts';

const scheme = 'eventwright://';
const pages = `${scheme}pages/`;
const schemas = `${scheme}schemas/`;

/** An estate may have ten thousand events, each with several pages: they are listed by parts. */
const pageSize = 200;

/**
 * The pages as Markdown, the catalogue and its schema as JSON, and every version of every Avro schema. By the handlers of the
 * protocol itself, as the more convenient ones of the SDK cannot list by parts.
 */
export function addResources({ server }: McpServer, source: ReferenceSource): void {
  server.setRequestHandler(ListResourcesRequestSchema, async ({ params }) => {
    const start = startOf(params?.cursor);
    const all = resourcesOf(await source.current());
    const next = start + pageSize;
    return {
      resources: all.slice(start, next),
      ...(next < all.length ? { nextCursor: String(next) } : {}),
    };
  });
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [
      {
        uriTemplate: `${pages}{+path}`,
        name: 'page',
        title: 'A page of the documentation site',
        mimeType: 'text/markdown',
      },
      {
        uriTemplate: `${schemas}{name}/{version}`,
        name: 'schema',
        title: 'A version of an Avro schema, by its full name',
        mimeType: 'application/json',
      },
    ],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    const contents = contentsOf(await source.current(), uri);
    if (contents === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no resource ${uri}.`);
    return { contents: [contents] };
  });
}

/** A cursor is opaque to clients, so one that was not given out is a fault. */
function startOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw new McpError(ErrorCode.InvalidParams, 'There is no such cursor.');
  return Number(cursor);
}

function resourcesOf(reference: Reference): Resource[] {
  return [
    {
      uri: `${scheme}catalog.json`,
      name: 'catalog.json',
      title: 'The whole catalogue',
      mimeType: 'application/json',
    },
    {
      uri: `${scheme}catalog.schema.json`,
      name: 'catalog.schema.json',
      title: 'JSON Schema of the catalogue',
      mimeType: 'application/schema+json',
    },
    ...reference.pages().map(({ path, title, summary }) => ({
      uri: `${pages}${path}`,
      name: path,
      title,
      description: summary,
      mimeType: 'text/markdown',
    })),
    ...reference.catalog.schemas.map(({ name, version }) => ({
      uri: `${schemas}${encodeURIComponent(name)}/${version}`,
      name: `${name} ${version}`,
      title: `Schema ${name}, version ${version}`,
      mimeType: 'application/json',
    })),
  ];
}

function contentsOf(reference: Reference, uri: string): TextResourceContents | undefined {
  if (uri === `${scheme}catalog.json`) {
    return { uri, mimeType: 'application/json', text: catalogJson(reference.catalog) };
  }
  if (uri === `${scheme}catalog.schema.json`) {
    return { uri, mimeType: 'application/schema+json', text: JSON.stringify(catalogSchema, undefined, 2) };
  }
  if (uri.startsWith(pages)) {
    const markdown = reference.markdown(decoded(uri.slice(pages.length)));
    return markdown === undefined ? undefined : { uri, mimeType: 'text/markdown', text: markdown };
  }
  if (!uri.startsWith(schemas)) return undefined;
  const [name = '', version] = uri.slice(schemas.length).split('/');
  const schema = reference.catalog.schemas.find((one) => one.name === decoded(name) && String(one.version) === version);
  return schema === undefined ? undefined : { uri, mimeType: 'application/json', text: schema.text };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
