import type { PageHead, Site } from '@eventwright/site';
import type { ApplyOptions } from '../../write/apply-write.ts';
import { stageFiles } from '../../write/stage-files.ts';
import { type Written, writeStaged } from '../../write/write-files.ts';
import { makeShare, type SiteShare } from './site-share.ts';
import type { SiteThreads } from './site-threads.ts';

export interface WriteSiteOptions extends ApplyOptions {
  /** Those that make it together with this one. */
  readonly threads: SiteThreads;
}

/** Makes and writes all files of a site. How many threads do so does not change a byte. */
export const writeSite = (directory: string, site: Site, { threads, ...options }: WriteSiteOptions): Promise<Written> =>
  writeStaged(
    directory,
    async (staging) => {
      const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const others = threads.make({ directory, folder: staging.folder, taken });
      const shares = [await makeShare(site, { directory, stage: staging, taken }), ...(await others)];
      const after = [...site.filesAfter(toldBy(shares))].map(stageFiles(directory, staging));
      return [...shares.flatMap(({ staged }) => staged), ...after];
    },
    options,
  );

/** What all parts have told, in their order. */
const toldBy = (shares: readonly SiteShare[]): readonly (readonly PageHead[])[] =>
  shares
    .flatMap(({ told }) => [...told])
    .sort(([a], [b]) => a - b)
    .map(([, heads]) => heads);
