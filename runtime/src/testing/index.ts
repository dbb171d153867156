export { type Arbitraries, createArbitraries } from './arbitraries.ts';
export { type Builders, type BuildOptions, createBuilders } from './builders.ts';
export type { Built, BuiltOf } from './built.ts';
export type { Contract, ContractMessage, ContractMessageOf } from './contract.ts';
export { describeFault, type Fault, type FaultPlan, faultPlan } from './faults/fault-plan.ts';
export { type FaultReport, type FaultRunOptions, runWithFaults } from './faults/run-with-faults.ts';
export type { FaultMessage } from './faults/send-messages.ts';
export type { FaultEngine, StartedService } from './faults/supervised-process.ts';
export {
  type CreateClient,
  createHandlerKit,
  type HandlerKit,
  type HandlerKitOptions,
  type SentMessage,
} from './handler-kit.ts';
export type { DeadLetter } from './harness/dead-letter.ts';
export type { EventOf, Harness, HarnessOptions, SeenMessage } from './harness/harness.ts';
export { openHarness } from './harness/open-harness.ts';
export { type EventFields, receivedEvent } from './received-event.ts';
export { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
