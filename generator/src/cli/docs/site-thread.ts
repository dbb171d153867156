// A thread that makes a share of a site. It is started before there is a catalogue, so that it has loaded by then.
import { parentPort } from 'node:worker_threads';
import { openSite, type Site } from '@eventwright/site';
import { stageIn } from '../../write/staging.ts';
import type { SiteSource } from './make-site.ts';
import { makeShare } from './site-share.ts';

/** First what the site is made of, so that this thread opens it while the others do, and then where to. */
export type SiteThreadRequest = { readonly source: SiteSource } | { readonly work: ShareRequest };

export interface ShareRequest {
  readonly directory: string;
  /** Where to stage, absolute. */
  readonly folder: string;
  readonly taken: Int32Array<SharedArrayBuffer>;
}

let site: Site | undefined;
parentPort?.on('message', async (request: SiteThreadRequest) => {
  if ('source' in request) {
    site = openSite(request.source.catalog, request.source.settings);
    return;
  }
  if (site === undefined) throw new Error('a thread is asked for pages before it knows of what');
  const { directory, folder, taken } = request.work;
  parentPort?.postMessage(await makeShare(site, { directory, taken, stage: stageIn(folder) }));
});
