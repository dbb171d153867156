import type { ContractModel, Message } from '../../../model/contract-model.ts';
import { messagesWithTombstones } from '../../../model/tombstones.ts';
import { routes } from '../routes.ts';
import { receivingSnippet } from './receiving-snippet.ts';
import { sendingSnippet } from './sending-snippet.ts';
import type { SnippetOptions } from './snippet-place.ts';

/** Code that sends or receives a message by the generated client of a service: a whole file, which compiles. */
export interface Snippet {
  readonly action: 'send' | 'receive';
  /** Whose client it is. */
  readonly application: string;
  readonly text: string;
}

/** How the first application that sends a message does it, and the first that receives it, by the message's name. Pure. */
export function emitSnippets(model: ContractModel, options: SnippetOptions): ReadonlyMap<string, readonly Snippet[]> {
  const withTombstones = messagesWithTombstones(model);
  const snippets = new Map<Message['name'], readonly Snippet[]>();
  for (const action of ['send', 'receive'] as const) {
    for (const application of model.applications) {
      for (const route of routes(application, action)) {
        const { name } = route.message;
        const known = snippets.get(name) ?? [];
        if (known.some((one) => one.action === action)) continue;
        const place = { application, options, withTombstones };
        const text = action === 'send' ? sendingSnippet(route, place) : receivingSnippet(route, place);
        snippets.set(name, [...known, { action, application: application.name, text }]);
      }
    }
  }
  return snippets;
}
