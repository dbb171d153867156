import { describeTransport } from '../testing/transport-contract.ts';
import { openMemoryLog } from './memory-log.ts';

describeTransport('memory log', { create: async () => openMemoryLog() });
