import type { Event, Snippet } from '../catalog/catalog.ts';
import { type Block, commas, type Line, text } from '../page/block.ts';
import type { SiteContext } from '../site-context.ts';

/** How the event is sent and received, with clients that the generator has written. */
export function snippetBlocks({ name, snippets }: Event, { estate, links }: SiteContext): readonly Block[] {
  const { senders, receivers } = estate.flowsOf(name);
  const blocks = snippets.flatMap((snippet): readonly Block[] => [
    text(
      snippet.action === 'send' ? 'To send it with the client of ' : 'To receive it with the client of ',
      links.service(snippet.service),
      ...others(snippet, snippet.action === 'send' ? senders : receivers),
      ':',
    ),
    { kind: 'code', language: 'typescript', caption: captionOf(snippet, name), text: snippet.text },
  ]);
  const line = verdictOf(snippets);
  return line === undefined ? blocks : [text(line), ...blocks];

  function others({ service }: Snippet, flows: typeof senders): Line {
    const names = [...new Set(flows.map((flow) => flow.service.name))].filter((one) => one !== service);
    return names.length === 0 ? [] : [' (likewise ', ...commas(names.map((one) => [links.service(one)])), ')'];
  }
}

const captionOf = ({ action }: Snippet, event: string): string => `${action === 'send' ? 'Send' : 'Receive'} ${event}`;

/** Said only where it is so. */
function verdictOf(snippets: readonly Snippet[]): string | undefined {
  const verdicts = snippets.map(({ isCompiled }) => isCompiled);
  if (verdicts.length === 0) return undefined;
  if (verdicts.every((verdict) => verdict === true)) return 'Compiled against the clients when this page was made.';
  if (verdicts.includes(false)) return 'Made of the contract; it did not compile in the project that made this page.';
  return 'Made of the contract, as the clients are; not compiled when this page was made.';
}
