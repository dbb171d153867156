import type { ImportedSymbol } from '../../print/import-table.ts';

/** Every name that generated code takes from the runtime. A test compiles generated code against the real one. */
export type RuntimeType =
  | 'Answer'
  | 'Application'
  | 'Ask'
  | 'Asking'
  | 'Channel'
  | 'ChoosingClient'
  | 'Client'
  | 'ClientOptions'
  | 'Decimal'
  | 'ErrorSpec'
  | 'Handler'
  | 'Message'
  | 'MessageVersions'
  | 'NoHeaders'
  | 'Pinned'
  | 'PlainDate'
  | 'Registration'
  | 'Reply'
  | 'Responder'
  | 'RetrySpec'
  | 'Running'
  | 'Schema'
  | 'Send';

export const runtimeType = (name: RuntimeType): ImportedSymbol => ({
  name,
  origin: 'package',
  module: '@eventwright/runtime',
  kind: 'type',
});

export const runtimeValue = (name: 'createClient' | 'topicsOf' | 'Decimal'): ImportedSymbol => ({
  name,
  origin: 'package',
  module: '@eventwright/runtime',
  kind: 'value',
});

/** The names that generated code for tests takes from the runtime. */
export type TestingType = 'Arbitraries' | 'Builders' | 'Contract' | 'ContractMessageOf' | 'Harness' | 'HarnessOptions';

export const testingType = (name: TestingType): ImportedSymbol => ({
  name,
  origin: 'package',
  module: '@eventwright/runtime/testing',
  kind: 'type',
});

export const testingValue = (name: 'createArbitraries' | 'createBuilders' | 'openHarness'): ImportedSymbol => ({
  name,
  origin: 'package',
  module: '@eventwright/runtime/testing',
  kind: 'value',
});
