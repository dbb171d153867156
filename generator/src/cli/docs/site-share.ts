import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PageHead, Site } from '@eventwright/site';
import { type StagedFile, stageFiles } from '../../write/stage-files.ts';
import type { Stage } from '../../write/staging.ts';

/** What a thread has made of a site. Plain data, which a thread may tell another one. */
export interface SiteShare {
  readonly staged: readonly StagedFile[];
  /** What its parts have told, by their numbers. */
  readonly told: ReadonlyMap<number, readonly PageHead[]>;
}

export interface SharedWork {
  /** The output folder, absolute. */
  readonly directory: string;
  readonly stage: Stage;
  /** How many parts the threads have taken together. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/** Parts between which signals get their turn: some ten milliseconds. */
const batch = 10;

/**
 * Makes and stages parts of a site until all are taken. The last ones come first: they are the large ones, and those of single
 * events, which are many and small, let all threads end at the same time.
 */
export async function makeShare(site: Site, { directory, stage, taken }: SharedWork): Promise<SiteShare> {
  const stageFile = stageFiles(directory, stage);
  const staged: StagedFile[] = [];
  const told = new Map<number, readonly PageHead[]>();
  for (let turn = Atomics.add(taken, 0, 1); turn < site.parts; turn = Atomics.add(taken, 0, 1)) {
    const index = site.parts - 1 - turn;
    const part = site.part(index);
    for (const file of part.files) staged.push(stageFile(file));
    told.set(index, part.told);
    if (told.size % batch === 0) await nextTurn();
  }
  return { staged, told };
}
