export { type OpenRequests, type OpenRequestsOptions, openRequests, type RequestsStatus } from './open-requests.ts';
