import type { Reference } from '@eventwright/site';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { suggest } from '../../model/suggest.ts';
import type { ReferenceSource } from './reference-source.ts';
import { changeJudgement, fieldUses, foundEntries } from './tool-outputs.ts';

/** Longer names and questions are none. */
const name = z.string().min(1).max(300);
const versionNumber = z.int().min(1);
/** In characters; ten times the longest schema that anybody has shown. */
const longestSchema = 1_000_000;
const mostFound = 50;

/** What every tool says of itself: it changes nothing, and asks nobody outside. */
const annotations = { readOnlyHint: true, idempotentHint: true, destructiveHint: false, openWorldHint: false } as const;

const text = (words: string): CallToolResult => ({ content: [{ type: 'text', text: words }] });

/** The same as text for clients that know no structure. */
const structured = (value: { readonly [key: string]: unknown }): CallToolResult => ({
  content: [{ type: 'text', text: JSON.stringify(value, undefined, 2) }],
  structuredContent: { ...value },
});

export function addTools(server: McpServer, source: ReferenceSource): void {
  addLookups(server, source);
  addPages(server, source);
  addJudgements(server, source);
}

function addLookups(server: McpServer, source: ReferenceSource): void {
  server.registerTool(
    'search_catalogue',
    {
      title: 'Search the catalogue',
      description:
        'Finds events, services, topics, types, fields, teams, guides and errors by name or meaning; slips are forgiven. The paths that it gives can be read by read_page.',
      inputSchema: { query: name, limit: z.int().min(1).max(mostFound).default(20) },
      outputSchema: foundEntries,
      annotations,
    },
    async ({ query, limit }) => {
      const found = (await source.current()).search(query);
      return structured({ results: found.slice(0, limit), total: found.length });
    },
  );
  server.registerTool(
    'list_catalogue',
    {
      title: 'List events, services or topics',
      description: 'Every event, service or topic with a sentence about it, as Markdown.',
      inputSchema: { kind: z.enum(['events', 'services', 'topics']) },
      annotations,
    },
    async ({ kind }) => page(await source.current(), `${kind}.md`),
  );
  server.registerTool(
    'who_reads_field',
    {
      title: 'Who reads a field',
      description:
        'Places in the code of services that read or write a field of an event, with file and line. A field is given by the names that lead to it, such as totals.total; without one, all places that use the event.',
      inputSchema: { event: name, field: z.string().max(300).default('') },
      outputSchema: fieldUses,
      annotations,
    },
    async ({ event, field }) => {
      const reference = await source.current();
      known(reference, event);
      const uses = reference.usesOf(event, field);
      return structured({ isKnown: uses !== undefined, uses: uses ?? [] });
    },
  );
}

function addPages(server: McpServer, source: ReferenceSource): void {
  server.registerTool(
    'describe_event',
    {
      title: 'Describe an event',
      description:
        'All that is known of an event, or of one of its versions, as Markdown: who sends and receives it, fields and who reads them, examples with their bytes, compatibility, versions, schema.',
      inputSchema: { event: name, version: versionNumber.optional() },
      annotations,
    },
    async ({ event, version }) => {
      const reference = await source.current();
      known(reference, event);
      return page(reference, reference.paths.event(event, version), `${event} has no version ${version}.`);
    },
  );
  server.registerTool(
    'compare_versions',
    {
      title: 'Compare two versions of an event',
      description: 'What changed between any two versions, what that breaks, in which order to deploy, as Markdown.',
      inputSchema: { event: name, from: versionNumber, to: versionNumber },
      annotations,
    },
    async ({ event, from, to }) => {
      const reference = await source.current();
      known(reference, event);
      return page(reference, reference.paths.diff(event, from, to), `${event} has no two versions ${from} and ${to}.`);
    },
  );
  server.registerTool(
    'trace_flow',
    {
      title: 'Trace a flow',
      description: 'What may follow an event, step by step through all services, failures included, as Markdown.',
      inputSchema: { event: name },
      annotations,
    },
    async ({ event }) => {
      const reference = await source.current();
      known(reference, event);
      return page(reference, reference.paths.flow(event));
    },
  );
  server.registerTool(
    'read_page',
    {
      title: 'Read a page',
      description: 'A page of the documentation site as Markdown, by its path, such as services/orders.md.',
      inputSchema: { path: name },
      annotations,
    },
    async ({ path }) => page(await source.current(), path.replace(/#.*$/s, '')),
  );
}

function addJudgements(server: McpServer, source: ReferenceSource): void {
  server.registerTool(
    'judge_schema_change',
    {
      title: 'Judge a schema change',
      description:
        'Judges an Avro schema, given whole as JSON text, as the next version of an event: whether CI lets it pass and why not, what changes, which services it hits. Writes nothing.',
      inputSchema: { event: name, schema: z.string().min(1).max(longestSchema) },
      outputSchema: changeJudgement,
      annotations,
    },
    async ({ event, schema }) => {
      const reference = await source.current();
      known(reference, event);
      const judgement = reference.judge(event, schema);
      return judgement === undefined ? text('') : structured({ ...judgement });
    },
  );
}

/** Throws where there is no such event, and says which there are. */
function known({ catalog }: Reference, event: string): void {
  const names = catalog.events.map((one) => one.name);
  if (names.includes(event)) return;
  throw new Error(`There is no event '${event}'. ${suggest(event, names) ?? 'list_catalogue tells which there are.'}`);
}

/** Throws where there is no such page. */
function page(reference: Reference, path: string | undefined, otherwise = `There is no page ${path}.`): CallToolResult {
  const markdown = path === undefined ? undefined : reference.markdown(path);
  if (markdown === undefined) throw new Error(`${otherwise} search_catalogue finds what there is.`);
  return text(markdown);
}
