import { openPglite } from '../postgres/index.ts';
import { describeInstances } from './testing/instance-contract.ts';
import { describeOperation } from './testing/operation-contract.ts';
import { describeTimers } from './testing/timer-contract.ts';
import { useWorkflows } from './testing/workflow-host.ts';

const open = useWorkflows(() => openPglite());

describeInstances(open);
describeTimers(open);
describeOperation(open);
