import type { Catalog } from '../catalog/catalog.ts';
import { type Block, badge, type Line, section, table, text } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import { counted } from '../page/words.ts';
import type { SiteContext } from '../site-context.ts';
import { ownersOf } from '../site-paths.ts';
import { contactText } from './contact-text.ts';
import { coverageFacts } from './coverage-facts.ts';
import { deprecationTable } from './deprecations-page.ts';
import { eventTable } from './event-list.ts';

/** Who answers for what: a page for each owner, and for each domain. */
export function ownerPages(context: SiteContext): readonly Page[] {
  const { catalog } = context.estate;
  const owners = [...ownersOf(catalog)];
  const domains = [...new Set(catalog.events.map(({ domain }) => domain))].sort();
  return [
    listPage(owners, domains, context),
    ...owners.map((owner) => ownerPage(owner, context)),
    ...domains.map((domain) => domainPage(domain, context)),
  ];
}

function listPage(owners: readonly string[], domains: readonly string[], { estate, links }: SiteContext): Page {
  const { catalog } = estate;
  const count = (list: readonly { readonly owner: string | undefined }[], owner: string): Line => [
    String(list.filter((one) => one.owner === owner).length),
  ];
  return {
    path: 'owners.html',
    title: 'Teams and domains',
    summary: 'Who answers for which events, services and topics.',
    section: 'owners',
    trail: [],
    badges: [],
    blocks: [
      ...section(
        'teams',
        'Teams',
        table({
          caption: 'Teams',
          rows: owners,
          empty: 'No contract names an owner; `x-owner` does.',
          columns: [
            { title: 'Team', cell: (owner) => [links.owner(owner)] },
            { title: 'Events', isNumber: true, cell: (owner) => count(catalog.events, owner) },
            { title: 'Services', isNumber: true, cell: (owner) => count(catalog.services, owner) },
            { title: 'Topics', isNumber: true, cell: (owner) => count(catalog.topics, owner) },
          ],
        }),
      ),
      ...section(
        'domains',
        'Domains',
        table({
          caption: 'Domains',
          rows: domains,
          empty: 'There are none.',
          columns: [
            { title: 'Domain', cell: (domain) => [links.domain(domain)] },
            {
              title: 'Events',
              isNumber: true,
              cell: (domain) => [String(catalog.events.filter((event) => event.domain === domain).length)],
            },
          ],
        }),
      ),
    ],
  };
}

function ownerPage(owner: string, context: SiteContext): Page {
  const { estate, links, paths } = context;
  const { catalog } = estate;
  const events = catalog.events.filter((event) => event.owner === owner);
  const services = catalog.services.filter((one) => one.owner === owner);
  const contacts = [
    ...new Set(services.flatMap(({ contact }) => (contact === undefined ? [] : [contactText(contact)]))),
  ];
  const deprecated = events.filter((event) => event.deprecated !== undefined).length;
  return {
    path: paths.owner(owner),
    title: owner,
    summary: `What ${owner} answers for.`,
    section: 'owners',
    trail: [{ title: 'Teams and domains', path: 'owners.html' }],
    badges: deprecated === 0 ? [] : [badge(counted(deprecated, 'deprecated event'), 'warns')],
    blocks: [
      ...(contacts.length === 0 ? [] : [text('To reach: ', contacts.join('; '), '.')]),
      {
        kind: 'columns',
        label: `What ${owner} owns`,
        columns: [
          {
            title: 'Services',
            items: services.map(({ name }) => [links.service(name)]),
            empty: 'None.',
          },
          {
            title: 'Topics',
            items: catalog.topics.filter((one) => one.owner === owner).map(({ address }) => [links.topic(address)]),
            empty: 'None.',
          },
        ],
      },
      ...section('events', 'Events', eventTable(events, `Events of ${owner}`, context, 'owner')),
      ...ownedSections({ events, services, topics: catalog.topics.filter((one) => one.owner === owner) }, context),
    ],
  };
}

/** How what belongs together fares: what of it is on its way out, and what lacks words. */
function ownedSections(owned: Pick<Catalog, 'events' | 'services' | 'topics'>, context: SiteContext): readonly Block[] {
  return [
    ...section('deprecations', 'On its way out', deprecationTable(owned.events, context)),
    ...section('coverage', 'How well it is documented', coverageFacts(owned, context.estate)),
  ];
}

function domainPage(domain: string, context: SiteContext): Page {
  const { estate, paths } = context;
  const name = domain === '' ? 'Events without a namespace' : domain;
  const events = estate.catalog.events.filter((event) => event.domain === domain);
  return {
    path: paths.domain(domain),
    title: name,
    summary: `The events of ${name}.`,
    section: 'owners',
    trail: [{ title: 'Teams and domains', path: 'owners.html' }],
    badges: [],
    blocks: [
      eventTable(events, `Events of ${name}`, context, 'domain'),
      ...ownedSections({ events, services: [], topics: [] }, context),
    ],
  };
}
