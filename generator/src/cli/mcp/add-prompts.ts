import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { GetPromptResult } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import type { ReferenceSource } from './reference-source.ts';

const mostCompleted = 50;

/** Beginnings of work that people can choose. */
export function addPrompts(server: McpServer, source: ReferenceSource): void {
  const event = completable(z.string().min(1).max(300), async (begun) => {
    const { catalog } = await source.current();
    const names = catalog.events.map(({ name }) => name);
    return names.filter((name) => name.toLowerCase().startsWith(begun.toLowerCase())).slice(0, mostCompleted);
  });
  server.registerPrompt(
    'change_event',
    {
      title: 'Change an event',
      description: 'Plan a change of an event so that it breaks nobody.',
      argsSchema: { event, change: z.string().min(1).max(5_000).describe('What the event should say then.') },
    },
    ({ event: name, change }) =>
      asked(`I want to change the event ${name}: ${change}

Read describe_event for it. Write the next version of its schema as a file of its own; a released version never changes.
Ask judge_schema_change with the whole new schema, and mend it until CI lets it pass. Where the change cannot be made safely,
say why, whom it hits (who_reads_field names files and lines), and what to do in which order instead. Then show the new schema,
what each service has to do, and the order of deployment.`),
  );
  server.registerPrompt(
    'consume_event',
    {
      title: 'Consume an event',
      description: 'Write a consumer of an event by the generated client.',
      argsSchema: { event, service: z.string().min(1).max(300).describe('The service that is to receive it.') },
    },
    ({ event: name, service }) =>
      asked(`The service ${service} is to receive the event ${name}.

Read describe_event for it, and trace_flow for what it leads to. Say what has to be added to the AsyncAPI document of the service,
then write the handler for the generated client, with what it does where the event comes twice, comes late, or cannot be handled.`),
  );
}

const asked = (text: string): GetPromptResult => ({ messages: [{ role: 'user', content: { type: 'text', text } }] });
