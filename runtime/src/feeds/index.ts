export type { FeedEvent } from './feed-event.ts';
export { type FeedApi, type FeedApiOptions, feedApi } from './http/feed-api.ts';
export type { RateLimitOptions } from './http/rate-limit.ts';
export { type HttpApi, type HttpServer, type ServeHttpOptions, serveHttp } from './http/serve-http.ts';
export { type SubscriberApiOptions, subscriberApi } from './http/subscriber-api.ts';
export { type Feed, type FeedRange, type OpenFeedOptions, openFeed } from './open-feed.ts';
export {
  type NewSubscriber,
  openSubscribers,
  type Subscriber,
  type Subscribers,
  type SubscriberToken,
} from './subscribers.ts';
