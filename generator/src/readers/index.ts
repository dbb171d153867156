export { type Access, type FieldRead, type Part, type ReaderProblem, type Readers, sortReads } from './field-read.ts';
export { findProjects } from './find-projects.ts';
export { type FindOptions, type FoundReaders, findReaders } from './find-readers.ts';
export { generatedFolderOf } from './generated-folder.ts';
export { ReadersError } from './readers-error.ts';
export { manifestText, type ParsedManifest, parseManifest, type ReadersManifest } from './readers-manifest.ts';
export { type FieldPath, readersOf } from './readers-of.ts';
export { type ResolvedField, resolveField } from './resolve-field.ts';
export { repositoryName } from './service-packages.ts';
