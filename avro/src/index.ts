export { AvroError } from './avro-error.ts';
export { canonicalForm } from './canonical-form.ts';
export { diffSchemas } from './changes/diff-schemas.ts';
export {
  type OverlookedChange,
  type OverlookedChangeKind,
  overlookedChangeKinds,
  overlookedChangeSeverities,
} from './changes/overlooked-change.ts';
export { overlookedChanges } from './changes/overlooked-changes.ts';
export { type SchemaChange, type SchemaChangeKind, schemaChangeKinds } from './changes/schema-change.ts';
export {
  type CompatibilityLevel,
  checkLevel,
  compatibilityLevels,
  type LevelCompatibility,
  type LevelIncompatibility,
} from './compatibility/check-level.ts';
export { checkReaderWriter } from './compatibility/check-reader-writer.ts';
export { type ExplainedIncompatibility, explainIncompatibilities } from './compatibility/explain-incompatibilities.ts';
export type { Compatibility, Incompatibility, IncompatibilityType } from './compatibility/incompatibility.ts';
export { type Counterexample, counterexample } from './counterexample/counterexample.ts';
export type { NoCounterexample } from './counterexample/prove.ts';
export { type Deprecation, deprecationIn, readDeprecation } from './deprecation.ts';
export {
  fingerprint64,
  fingerprint64Hex,
  fingerprintMd5,
  fingerprintSha256,
} from './fingerprint/fingerprint.ts';
export { isName } from './full-name.ts';
export { isSchema, type SchemaInput } from './is-schema.ts';
export type { JsonArrayNode, JsonNode, JsonObjectNode, JsonScalarNode } from './json/json-node.ts';
export { jsonText } from './json/json-text.ts';
export { type ParsedJson, parseJson } from './json/parse-json.ts';
export type {
  ArraySchema,
  EnumSchema,
  Field,
  FixedSchema,
  JsonObject,
  JsonValue,
  LogicalType,
  MapSchema,
  NamedSchema,
  Position,
  PrimitiveName,
  PrimitiveSchema,
  RecordSchema,
  Schema,
  UnionSchema,
} from './model.ts';
export { type NumberBounds, numberBounds } from './number-bounds.ts';
export { didYouMean } from './parse/did-you-mean.ts';
export { type ParseOptions, parseSchema, parseSchemaText } from './parse/parse-schema.ts';
export {
  createSchemaResolver,
  type ResolvedSchemas,
  type ResolveSchemas,
  resolveSchemas,
  type SchemaSource,
} from './parse/resolve-schemas.ts';
export { positionAt } from './position-at.ts';
export {
  problemSeverities,
  type RelatedPlace,
  type SchemaPlace,
  type SchemaProblem,
  type SchemaProblemCode,
} from './schema-problem.ts';
export { schemaText } from './schema-text.ts';
export { namedTypes, walk } from './walk.ts';
