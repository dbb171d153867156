import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** The sites that the browser tests are about. */
export type SiteName = 'shop' | 'empty' | 'large' | 'hostile';

/** A site on the disk and on two servers. */
export interface TestSite {
  readonly folder: string;
  /** At the root of a server; with a slash at the end. */
  readonly root: string;
  /** Below a path of another one. */
  readonly below: string;
  /** All pages, sorted. */
  readonly pages: readonly string[];
  /** The largest and the smallest page of each kind. */
  readonly samples: readonly string[];
  /** The largest page of each kind. */
  readonly templates: readonly string[];
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one browser of a run listens. */
    readonly browser: string;
    readonly sites: Readonly<Record<SiteName, TestSite>>;
  }
}

export const siteOf = (name: SiteName): TestSite => inject('sites')[name];

/** The text of a file of a site. */
export const textOf = (name: SiteName, path: string): string => readFileSync(join(siteOf(name).folder, path), 'utf8');
