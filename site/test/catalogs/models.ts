import type { Event, Service, Topic } from '../../src/index.ts';
import { smallCatalog } from '../../src/testing/small-catalog.ts';

const [event] = smallCatalog.events;
const [service] = smallCatalog.services;
const [topic] = smallCatalog.topics;
if (event === undefined || service === undefined || topic === undefined)
  throw new Error('The small catalogue is empty.');

/** Parts that others are made of: what a test is not about is as it is there. */
export const anyEvent: Event = event;
export const anyService: Service = service;
export const anyTopic: Topic = topic;
