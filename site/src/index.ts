export { buildSite, openSite, type Site, type SiteFile, type SitePart } from './build-site.ts';
export type {
  Catalog,
  Change,
  Command,
  CommandLine,
  CommandTerm,
  Contact,
  Event,
  Example,
  FailurePolicy,
  FieldUse,
  Guide,
  Header,
  Operation,
  OperationReply,
  Place,
  Release,
  Rule,
  SchemaVersion,
  Server,
  Service,
  Snippet,
  Term,
  Topic,
} from './catalog/catalog.ts';
export { clientScripts } from './client-scripts.ts';
export { catalogJson } from './machine/catalog-files.ts';
export { catalogSchema } from './machine/catalog-schema.ts';
export {
  type FoundEntry,
  openReference,
  type PageEntry,
  type Reference,
  type ReferencePaths,
} from './machine/open-reference.ts';
export type { PageHead } from './page/page-head.ts';
export type { SiteSettings } from './site-context.ts';
