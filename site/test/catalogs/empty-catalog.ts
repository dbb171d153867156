import type { Catalog } from '../../src/index.ts';
import { smallCatalog } from '../../src/testing/small-catalog.ts';

/** An estate on its first day. */
export const emptyCatalog: Catalog = {
  ...smallCatalog,
  title: 'Nothing yet',
  description: '',
  services: [],
  topics: [],
  events: [],
  schemas: [],
  uses: undefined,
  rules: [],
  guides: [],
  releases: [],
};
