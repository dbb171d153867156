export { diagram } from './diagram.ts';
export { type OpenWorkflow, type OpenWorkflowOptions, openWorkflow } from './open-workflow.ts';
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
