export { buildSite, type SiteFile } from './build-site.ts';
export type {
  Catalog,
  Change,
  Deprecation,
  Event,
  Example,
  FailurePolicy,
  FieldUse,
  Guide,
  Header,
  Operation,
  Place,
  Release,
  Rule,
  SchemaVersion,
  Server,
  Service,
  Topic,
} from './catalog/catalog.ts';
export { clientScripts } from './client-scripts.ts';
export type { SiteSettings } from './site-context.ts';
