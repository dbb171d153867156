import { connectPostgres } from '../postgres/index.ts';
import { describeInstances } from './testing/instance-contract.ts';
import { describeOperation } from './testing/operation-contract.ts';
import { describeTimers } from './testing/timer-contract.ts';
import { useWorkflows } from './testing/workflow-host.ts';

const url = process.env['POSTGRES_URL'] ?? '';

const open = useWorkflows(async () => ({
  database: (schema) => connectPostgres({ url, schema }),
  close: async () => {},
}));

describeInstances(open);
describeTimers(open);
describeOperation(open);
