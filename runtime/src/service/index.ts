export { runService } from './run-service.ts';
export type {
  BareServiceEngines,
  BareServiceOptions,
  CommonServiceOptions,
  DatabaseServiceOptions,
  Defer,
  ServiceEngines,
  StartedService,
} from './service-options.ts';
export { type IntegerVariable, integerVariable, portVariable, textVariable, type Variables } from './variables.ts';
