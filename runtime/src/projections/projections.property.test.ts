import { useDatabases } from '../event-store/testing/database-host.ts';
import { openPglite } from '../postgres/index.ts';
import { describeStoreProjections } from './testing/store-projection-contract.ts';
import { itFoldsTopics } from './testing/topic-property.ts';

const open = useDatabases('folds', () => openPglite());

describeStoreProjections(open);
itFoldsTopics(open);
