import type { Base } from '../model/base.ts';
import type { ContractModel } from '../model/contract-model.ts';
import { alteredSchemas } from './altered-schemas.ts';
import type { Lock } from './lock.ts';
import { modelFromLock, releasedSubjects } from './model-from-lock.ts';

/** The last release as what contracts are compared with. */
export const baseFromLock = (lock: Lock, today: ContractModel): Base => ({
  label: 'the last release',
  model: modelFromLock(lock, today),
  isWithoutTexts: true,
  subjects: releasedSubjects(lock, today),
  altered: alteredSchemas(lock, today),
});
