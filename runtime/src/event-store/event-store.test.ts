import { openPglite } from '../postgres/index.ts';
import { describeAggregate } from './testing/aggregate-contract.ts';
import { useDatabases } from './testing/database-host.ts';
import { describeStore } from './testing/store-contract.ts';
import { describeSubscription } from './testing/subscription-contract.ts';

const open = useDatabases('store', () => openPglite());

describeStore(open);
describeAggregate(open);
describeSubscription(open);
