export type { Acknowledgement, AcknowledgementRules } from './acknowledgement.ts';
export { type FunctionEndpointOptions, functionEndpoint } from './function-endpoint.ts';
export type { EventFunction, FunctionCall, FunctionEvent, FunctionHandler } from './function-handler.ts';
export { type HttpFunctionOptions, type HttpHeaders, httpFunction } from './http-function.ts';
export type { HttpMode } from './http-request.ts';
export type {
  LambdaContext,
  LambdaKafkaEvent,
  LambdaKafkaRecord,
  LambdaKafkaResponse,
} from './lambda/lambda-event.ts';
export { type LambdaHandler, type LambdaHandlerOptions, lambdaHandler } from './lambda/lambda-handler.ts';
export { type LocalFunctionOptions, localFunction } from './local-function.ts';
