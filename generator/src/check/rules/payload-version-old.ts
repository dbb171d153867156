import type { Rule } from '../rule.ts';

/** A message points to the newest version of its payload and of its key. */
export const payloadVersionOld: Rule = {
  id: 'PAYLOAD_VERSION_OLD',
  severity: 'warning',
  *check({ model }) {
    for (const { name, payload, key, position } of model.messages) {
      for (const used of [payload, key]) {
        const newest = used.versions.at(-1);
        if (newest === undefined || newest === used) continue;
        yield {
          message: `The message '${name}' uses version ${used.version} of ${used.name}; there is a version ${newest.version}.`,
          position,
          related:
            newest.schema.position === undefined ? [] : [{ message: 'the newest', position: newest.schema.position }],
          help: `Point it to ${newest.file}, or remove that file if it is not meant yet.`,
        };
      }
    }
  },
};
