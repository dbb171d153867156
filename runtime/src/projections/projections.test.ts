import { useDatabases } from '../event-store/testing/database-host.ts';
import { openPglite } from '../postgres/index.ts';
import { describeProjections } from './testing/projection-contract.ts';

const open = useDatabases('projections', () => openPglite());

describeProjections(open);
