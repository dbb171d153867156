import { basename } from 'node:path';
import {
  type Catalog,
  clientScripts,
  type FieldUse,
  openSite,
  type Release,
  type Site,
  type SiteSettings,
} from '@eventwright/site';
import { baseOf } from '../../check/changes/base-of.ts';
import { type CatalogExtras, catalogOf } from '../../emit/site/catalog-of.ts';
import { rulesOfTools } from '../../emit/site/rules-of-tools.ts';
import { baseFromLock } from '../../release/base-from-lock.ts';
import type { Lock } from '../../release/lock.ts';
import { readLockFile } from '../base/lock-file.ts';
import type { Container } from '../container.ts';
import type { Project } from '../open-project.ts';
import { changesBetween } from './changes-between.ts';
import { commandReference } from './command-reference.ts';
import type { CompiledSnippets } from './compile-snippets.ts';
import type { History } from './history/read-history.ts';
import { readGuides } from './read-guides.ts';
import { snippetsOf } from './snippets-of.ts';

/** What is told besides the contracts as they are. */
export interface SiteSources {
  /** Undefined where nobody looked which code uses what. */
  readonly uses: readonly FieldUse[] | undefined;
  /** What the compiler says of the code that pages show; left out where nobody asked it. */
  readonly compiled?: CompiledSnippets | undefined;
  /** Undefined where nobody asked git. */
  readonly history: History | undefined;
  /** The day that countdowns count from; default: that of the newest commit. */
  readonly date?: string;
}

/** A site, and what it was made of. */
export interface MadeSite extends Site, SiteSource {}

/** The site of a project. Rejects as reading the project's lock does. */
export const makeSite = async (container: Container, project: Project, sources: SiteSources): Promise<MadeSite> =>
  siteOf(container, await siteCatalog(project, sources));

/** What a site is made of. */
export interface SiteSource {
  readonly catalog: Catalog;
  readonly settings: SiteSettings;
}

/** The site of a catalogue; whoever needs nothing else of the project can have let go of it before. */
export async function siteOf(container: Container, { catalog, settings }: SiteSource): Promise<MadeSite> {
  container.progress(`making pages of ${catalog.events.length} events`);
  return { ...openSite(catalog, settings, await clientScripts()), catalog, settings };
}

/** What the site of a project is made of. Rejects as `makeSite` does. */
export async function siteCatalog(
  project: Project,
  { uses, compiled, history, date = history?.date }: SiteSources,
): Promise<SiteSource> {
  const { config, contracts } = project;
  const { docs } = config;
  const lock = (await readLockFile(config.root))?.lock;
  const catalog = catalogOf(contracts.model, {
    title: docs.title ?? basename(config.root),
    description: docs.description ?? '',
    uses,
    rules: rulesOfTools(),
    commandLine: commandReference(),
    guides: await readGuides(config),
    date,
    releases: [...unreleased(project, lock), ...(history?.releases ?? [])],
    history: history?.note ?? 'Nobody asked git, so earlier releases are not known.',
    isReleased: releasedIn(lock),
    snippetsOf: snippetsIn(project, compiled),
  });
  const settings: SiteSettings = {
    ...(docs.source === undefined ? {} : { source: docs.source }),
    ...(docs.console === undefined ? {} : { console: docs.console }),
    ...(docs.address === undefined ? {} : { address: docs.address }),
  };
  return { catalog, settings };
}

function snippetsIn(project: Project, compiled: CompiledSnippets | undefined): CatalogExtras['snippetsOf'] {
  const snippets = snippetsOf(project);
  return (message) =>
    (snippets.get(message) ?? []).map(({ action, application, text }) => ({
      action,
      service: application,
      text,
      isCompiled: compiled?.has(text) === true ? compiled.get(text) === undefined : undefined,
    }));
}

function releasedIn(lock: Lock | undefined): CatalogExtras['isReleased'] {
  const released = new Set(lock?.schemas.map(({ name, version }) => `${name} ${version}`));
  return ({ name, version, file }) => file === undefined || released.has(`${name} ${version}`);
}

/** What has changed since the last release. */
function unreleased({ config, contracts }: Project, lock: Lock | undefined): readonly Release[] {
  if (lock === undefined) return [];
  const before = baseFromLock(lock, contracts.model);
  const changes = changesBetween(before, baseOf('the files as they are', contracts.model), config.rules);
  return changes.length === 0 ? [] : [{ name: undefined, date: undefined, changes }];
}
