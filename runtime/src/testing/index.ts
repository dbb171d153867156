export { type Arbitraries, createArbitraries } from './arbitraries.ts';
export { type Builders, type BuildOptions, createBuilders } from './builders.ts';
export type { Built, BuiltOf } from './built.ts';
export type { Contract, ContractMessage, ContractMessageOf } from './contract.ts';
export type { DeadLetter } from './harness/dead-letter.ts';
export type { EventOf, Harness, HarnessOptions, SeenMessage } from './harness/harness.ts';
export { openHarness } from './harness/open-harness.ts';
export { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
