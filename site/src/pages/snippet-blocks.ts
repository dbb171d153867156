import type { Event, Snippet } from '../catalog/catalog.ts';
import { type Block, commas, type Line, text } from '../page/block.ts';
import type { SiteContext } from '../site-context.ts';

/** How the event is sent and received, with clients that the generator has written. */
export function snippetBlocks({ name, snippets }: Event, { estate, links }: SiteContext): readonly Block[] {
  const { senders, receivers } = estate.flowsOf(name);
  const made: readonly Block[] = [
    text('Made of the contract, as the clients are; the generator is tested to write code that compiles against them.'),
  ];
  const blocks = snippets.flatMap((snippet): readonly Block[] => [
    text(
      snippet.action === 'send' ? 'To send it with the client of ' : 'To receive it with the client of ',
      links.service(snippet.service),
      ...others(snippet, snippet.action === 'send' ? senders : receivers),
      ':',
    ),
    { kind: 'code', language: 'typescript', caption: captionOf(snippet, name), text: snippet.text },
  ]);
  return blocks.length === 0 ? [] : [...made, ...blocks];

  function others({ service }: Snippet, flows: typeof senders): Line {
    const names = [...new Set(flows.map((flow) => flow.service.name))].filter((one) => one !== service);
    return names.length === 0 ? [] : [' (likewise ', ...commas(names.map((one) => [links.service(one)])), ')'];
  }
}

const captionOf = ({ action }: Snippet, event: string): string => `${action === 'send' ? 'Send' : 'Receive'} ${event}`;
