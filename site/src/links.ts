import type { Estate } from './catalog/estate.ts';
import { code, type Inline, type Line, link, none } from './page/block.ts';
import { shortName, type TypeText } from './schema/type-text.ts';
import type { SitePaths } from './site-paths.ts';

/** Links to parts of the catalogue. What has no page is its name alone. */
export interface Links {
  readonly event: (name: string) => Inline;
  readonly version: (event: string, version: number) => Inline;
  readonly service: (name: string) => Inline;
  readonly topic: (address: string) => Inline;
  readonly owner: (name: string | undefined) => Inline;
  readonly domain: (name: string) => Inline;
  readonly type: (text: TypeText) => Line;
}

export function linksIn(estate: Estate, paths: SitePaths): Links {
  const typeLink = (name: string): Inline =>
    estate.type(name) === undefined ? shortName(name) : link(paths.type(name), shortName(name));
  return {
    event: (name) => (estate.event(name) === undefined ? name : link(paths.event(name), name)),
    version: (event, version) => link(paths.version(event, version), `version ${version}`),
    service: (name) => (estate.service(name) === undefined ? name : link(paths.service(name), name)),
    topic: (address) => {
      const name = code(address);
      return estate.topic(address) === undefined ? name : link(paths.topic(address), name);
    },
    owner: (name) => (name === undefined ? none('nobody is named') : link(paths.owner(name), name)),
    domain: (name) => link(paths.domain(name), name === '' ? 'no namespace' : name),
    type: (text) => text.map((piece) => ('text' in piece ? piece.text : typeLink(piece.type))),
  };
}
