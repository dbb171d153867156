export { diagram } from './diagram.ts';
export type { InstanceKey } from './instance-rows.ts';
export {
  listWorkflows,
  type RecordedTransition,
  type RunningTimer,
  type ShownWorkflow,
  showWorkflow,
  type WorkflowInstance,
  type WorkflowSelection,
  type WorkflowVersion,
  workflowHistory,
  workflowVersions,
} from './list-workflows.ts';
export { type OpenWorkflow, type OpenWorkflowOptions, openWorkflow } from './open-workflow.ts';
export { type CancelAnswer, cancelWorkflow, type Retried, retryWorkflow } from './operate-workflows.ts';
export { type Rehearsal, type RehearsedEvent, type RehearseOptions, rehearse } from './rehearse.ts';
export { type Decided, type Difference, replay } from './replay.ts';
export type { Step, StepCommands, StepsDefinition, StepsState, Undo } from './step.ts';
export { steps } from './steps.ts';
export type {
  Become,
  CancelInput,
  Command,
  DecisionContext,
  EventInput,
  EventOf,
  InputOf,
  Output,
  SendsOf,
  StartTimer,
  StopTimer,
  TimerInput,
  UnknownInstance,
  Workflow,
  WorkflowOf,
} from './workflow.ts';
