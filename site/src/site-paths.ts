import type { Catalog } from './catalog/catalog.ts';
import { fileName, fileNames } from './html/page-path.ts';

/** Where every page of a site is, from its root. A schema version keeps its address for ever: logs and tools link to it. */
export interface SitePaths {
  event(name: string): string;
  /** Its data for programs of pages. */
  eventData(name: string): string;
  /** A frozen version of an event. */
  version(name: string, version: number): string;
  /** Its schema alone, which needs no other. */
  schemaFile(name: string, version: number): string;
  /** The payloads of its examples. */
  examplesFile(name: string): string;
  /** Its examples as bytes. */
  bytes(name: string): string;
  /** Places in code that use it. */
  uses(name: string): string;
  /** What changes between two versions, the older one first. */
  diff(name: string, before: number, after: number): string;
  service(name: string): string;
  topic(address: string): string;
  type(name: string): string;
  domain(name: string): string;
  owner(name: string): string;
  flow(event: string): string;
  /** What a field name means, wherever it is used. */
  field(name: string): string;
  rule(id: string): string;
  guide(name: string): string;
  command(name: string): string;
  /** Undefined for what is not released yet. */
  release(name: string | undefined): string;
}

export function sitePaths(catalog: Catalog, types: Iterable<string>, fieldNames: Iterable<string>): SitePaths {
  const events = fileNames(catalog.events.map(({ name }) => name));
  const services = fileNames(catalog.services.map(({ name }) => name));
  const topics = fileNames(catalog.topics.map(({ address }) => address));
  const typeNames = fileNames(types);
  const fields = fileNames(fieldNames);
  const domains = fileNames(new Set(catalog.events.map(({ domain }) => domain)));
  const owners = fileNames(ownersOf(catalog));
  const rules = fileNames(catalog.rules.map(({ id }) => id));
  const guides = fileNames(catalog.guides.map(({ name }) => name));
  const releases = releaseNames(catalog.releases);
  const commands = new Map(catalog.commandLine.commands.map(({ name }) => [name, fileName(name.replaceAll(' ', '-'))]));
  return {
    event: once((name) => `events/${known(events, name)}.html`),
    bytes: (name) => `events/${known(events, name)}/bytes.html`,
    uses: (name) => `events/${known(events, name)}/uses.html`,
    eventData: (name) => `data/${known(events, name)}.js`,
    version: (name, version) => `events/${known(events, name)}/v${version}.html`,
    schemaFile: (name, version) => `events/${known(events, name)}/v${version}.avsc`,
    examplesFile: (name) => `events/${known(events, name)}/examples.json`,
    diff: (name, before, after) => `events/${known(events, name)}/v${before}-v${after}.html`,
    service: once((name) => `services/${known(services, name)}.html`),
    topic: once((address) => `topics/${known(topics, address)}.html`),
    type: once((name) => `types/${known(typeNames, name)}.html`),
    domain: once((name) => `domains/${known(domains, name)}.html`),
    owner: once((name) => `owners/${known(owners, name)}.html`),
    field: once((name) => `fields/names/${known(fields, name)}.html`),
    rule: once((id) => `errors/${known(rules, id)}.html`),
    guide: once((name) => `guides/${known(guides, name)}.html`),
    release: (name) => `changes/${name === undefined ? 'unreleased' : known(releases, name)}.html`,
    command: once((name) => `commands/${known(commands, name)}.html`),
    flow: once((event) => `flows/${known(events, event)}.html`),
  };
}

/** The same text for the same name, so that whoever looks it up in a table finds it at once. */
function once(pathOf: (name: string) => string): (name: string) => string {
  const paths = new Map<string, string>();
  return (name) => {
    const before = paths.get(name);
    if (before !== undefined) return before;
    const path = pathOf(name);
    paths.set(name, path);
    return path;
  };
}

/** A release that is called as the page of what is not released has another file. */
const releaseNames = (releases: Catalog['releases']): ReadonlyMap<string, string> =>
  new Map(
    [...fileNames(releases.flatMap(({ name }) => name ?? []))].map(([name, file]) => [
      name,
      file === 'unreleased' ? fileName(name, true) : file,
    ]),
  );

export function ownersOf({ events, services, topics }: Catalog): ReadonlySet<string> {
  const owners = [...events, ...services, ...topics].flatMap(({ owner }) => (owner === undefined ? [] : [owner]));
  return new Set(owners.sort());
}

function known(names: ReadonlyMap<string, string>, name: string): string {
  const file = names.get(name);
  if (file === undefined) throw new Error(`The catalogue refers to '${name}' and does not have it.`);
  return file;
}
