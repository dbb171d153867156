import { openPglite } from '../postgres/index.ts';
import { describeFeed } from './testing/feed-contract.ts';
import { useFeed } from './testing/feed-host.ts';

describeFeed(useFeed(() => openPglite()));
