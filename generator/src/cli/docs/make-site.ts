import { basename } from 'node:path';
import {
  buildSite,
  clientScripts,
  type FieldUse,
  type Release,
  type SiteFile,
  type SiteSettings,
} from '@eventwright/site';
import { applySettings } from '../../check/apply-settings.ts';
import { baseOf } from '../../check/changes/base-of.ts';
import { checkChanges, findingsOf } from '../../check/changes/check-changes.ts';
import { diffContracts } from '../../diff/diff-contracts.ts';
import { type CatalogExtras, catalogOf } from '../../emit/site/catalog-of.ts';
import { changesOf } from '../../emit/site/changes-of.ts';
import { rulesOfTools } from '../../emit/site/rules-of-tools.ts';
import { baseFromLock } from '../../release/base-from-lock.ts';
import type { Lock } from '../../release/lock.ts';
import { readLockFile } from '../base/lock-file.ts';
import type { Container } from '../container.ts';
import type { Project } from '../open-project.ts';
import { readGuides } from './read-guides.ts';

/**
 * The site of a project, as files; `uses` is undefined where nobody looked which code uses what. Rejects as reading the
 * project's lock does.
 */
export async function makeSite(
  container: Container,
  project: Project,
  uses: readonly FieldUse[] | undefined,
): Promise<readonly SiteFile[]> {
  const { config, contracts } = project;
  const { docs } = config;
  const lock = (await readLockFile(config.root))?.lock;
  const catalog = catalogOf(contracts.model, {
    title: docs.title ?? basename(config.root),
    description: docs.description ?? '',
    uses,
    rules: rulesOfTools(),
    guides: await readGuides(config),
    releases: releasesOf(project, lock),
    isReleased: releasedIn(lock),
  });
  container.progress(`writing pages of ${catalog.events.length} events`);
  const settings: SiteSettings = {
    ...(docs.source === undefined ? {} : { source: docs.source }),
    ...(docs.console === undefined ? {} : { console: docs.console }),
    ...(docs.address === undefined ? {} : { address: docs.address }),
  };
  return [...buildSite(catalog, settings), ...(await clientScripts())];
}

function releasedIn(lock: Lock | undefined): CatalogExtras['isReleased'] {
  const released = new Set(lock?.schemas.map(({ name, version }) => `${name} ${version}`));
  return ({ name, version, file }) => file === undefined || released.has(`${name} ${version}`);
}

/** What is not released yet; what earlier releases changed is not known to the lock. */
function releasesOf({ config, contracts }: Project, lock: Lock | undefined): readonly Release[] {
  if (lock === undefined) return [];
  const before = baseFromLock(lock, contracts.model);
  const sections = diffContracts(before, baseOf('the files as they are', contracts.model), {
    check: (comparison) => applySettings(findingsOf(checkChanges(comparison)), config.rules),
    hasTexts: false,
  });
  const changes = changesOf(sections);
  return changes.length === 0 ? [] : [{ name: undefined, date: undefined, changes }];
}
