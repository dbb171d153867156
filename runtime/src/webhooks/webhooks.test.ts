import { useFeed } from '../feeds/testing/feed-host.ts';
import { openPglite } from '../postgres/index.ts';
import { describeWebhooks } from './testing/webhook-contract.ts';

describeWebhooks(useFeed(() => openPglite()));
