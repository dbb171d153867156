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
      const shares = await sharesOf(() => makeShare(site, { directory, stage: staging, taken }), others, threads);
      const after = [...site.filesAfter(toldBy(shares))].map(stageFiles(directory, staging));
      return [...shares.flatMap(({ staged }) => staged), ...after];
    },
    options,
  );

/** Where this thread fails, the others must not go on staging what is about to be removed. */
async function sharesOf(
  makeOwn: () => Promise<SiteShare>,
  others: Promise<readonly SiteShare[]>,
  threads: SiteThreads,
): Promise<readonly SiteShare[]> {
  // Heard of when this thread has done its share.
  others.catch(() => undefined);
  try {
    return [await makeOwn(), ...(await others)];
  } catch (error) {
    await threads.close();
    throw error;
  }
}

/** What all parts have told, in their order. */
const toldBy = (shares: readonly SiteShare[]): readonly (readonly PageHead[])[] =>
  shares
    .flatMap(({ told }) => [...told])
    .sort(([a], [b]) => a - b)
    .map(([, heads]) => heads);
