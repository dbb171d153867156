import type { FaultCase } from './fault-case.ts';

/** Processes are replaced one by one by those of the next version of the contract, and back. */
export const f31: FaultCase = {
  id: 'F31',
  long: true,
  title: 'rolling deployment: versions 1 and 2 of the schemas at work together, forth and back',
  consumers: 2,
  async disturb(stage) {
    for (const version of [2, 1] as const) {
      for (const role of ['final', 'middle', 'source', 'middle', 'final'] as const) {
        const oldest = stage.one(role);
        await stage.start(role, { version });
        await oldest.terminate();
        stage.fault(`${oldest.name} replaced by version ${version}`);
      }
    }
  },
};
