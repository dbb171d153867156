import type { FieldUse } from '@eventwright/site';
import type { FieldRead } from '../../readers/index.ts';

/** Places in code that use fields, as a catalogue tells them: those in tests harm nobody in production. */
export const fieldUsesOf = (reads: readonly FieldRead[]): readonly FieldUse[] =>
  reads
    .filter(({ isTest }) => !isTest)
    .map(({ message, part, path, access, except, applications, repository, code, file, line }) => ({
      event: message,
      part,
      path,
      access,
      except: except ?? [],
      services: applications,
      repository,
      code,
      file,
      line,
    }));
