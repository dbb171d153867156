import { described, type Explanation, part, whole } from './explanation.ts';

const config = (text: string) => whole({ 'eventwright.config.json': text });

/** Of findings that are made before there is anything to understand: configuration, files, references. */
export const readingExplanations: readonly Explanation[] = [
  {
    id: 'ASYNCAPI_VERSION_UNSUPPORTED',
    what: 'The document is not AsyncAPI 3.',
    why: 'AsyncAPI 2 turns send and receive round and has no operations of their own; guessing would swap producers and consumers.',
    cure: 'Write `asyncapi: 3.1.0`; the official `asyncapi convert` brings an older document up to it.',
    bad: part('asyncapi: 2.6.0'),
    good: part('asyncapi: 3.1.0'),
  },
  {
    id: 'CONFIG_INVALID',
    what: 'A setting in `eventwright.config.json` is missing or cannot have its value.',
    why: 'Every command would read or write somewhere that nobody meant.',
    cure: 'Correct it as the message says.',
    bad: config('{ "contracts": "../asyncapi", "generate": { "typescript": {} } }'),
    good: config('{ "contracts": "asyncapi", "generate": { "typescript": { "out": "generated/src" } } }'),
  },
  {
    id: 'CONFIG_KEY_UNKNOWN',
    what: '`eventwright.config.json` has a setting that does not exist.',
    why: 'A misspelt setting that is ignored is a setting that somebody relies on.',
    cure: 'Correct its name or remove it.',
    bad: config('{ "contract": "asyncapi", "contracts": "asyncapi" }'),
    good: config('{ "contracts": "asyncapi" }'),
  },
  {
    id: 'CONTRACTS_EMPTY',
    what: 'The contracts folder has no AsyncAPI document at its top.',
    why: 'Nothing to check is more often a wrong folder than a clean one.',
    cure: 'Put a `.yaml` or `.json` file for each application there, or correct `contracts` in the configuration.',
    bad: described('asyncapi/\n  services/orders.yaml        below a folder'),
    good: described('asyncapi/\n  orders.yaml                 at the top'),
  },
  {
    id: 'FILE_UNREADABLE',
    what: 'A file cannot be read: rights, size, not UTF-8 text, no file at all, or a link out of the folder.',
    why: 'Checking the rest as if it were not there would find a hundred things that follow from it.',
    cure: 'Do what the message says.',
    bad: described('asyncapi/orders.yaml          saved as UTF-16'),
    good: described('asyncapi/orders.yaml          saved as UTF-8, with a byte order mark or without'),
  },
  {
    id: 'LOCK_INVALID',
    what: '`eventwright.lock` is not as `eventwright release` writes it: broken, in conflict after a merge, or of a newer version.',
    why: 'A change that is judged against half of what was released passes where it should not.',
    cure: 'Restore it by git; in a merge take one side and run `eventwright release` again.',
    bad: described('eventwright.lock          <<<<<<< HEAD'),
    good: described('eventwright.lock          as the last `eventwright release` wrote it'),
  },
  {
    id: 'REFERENCE_UNKNOWN',
    what: 'A `$ref` leads nowhere, in a circle, or out of the contracts folder.',
    why: 'A contract must mean the same on every machine, with and without a network.',
    cure: 'Correct it; the message suggests a name.',
    bad: part(`channels:
  orders:
    $ref: ./channels/oders.yaml`),
    good: {
      files: [
        ...part(`channels:
  orders:
    $ref: ./channels/orders.yaml`).files,
        ...whole({ 'asyncapi/channels/orders.yaml': 'address: shop.orders' }).files,
      ],
    },
  },
  {
    id: 'YAML_INVALID',
    what: 'The file is no YAML or JSON, or more of it than anybody writes.',
    why: 'Nothing behind the place was understood, so nothing can be said of it.',
    cure: 'Correct the text at the place shown; nothing behind it was read.',
    bad: whole({ 'asyncapi/orders.yaml': 'asyncapi: 3.1.0\ninfo: { title: Orders, version: 1.0.0' }),
    good: whole({ 'asyncapi/orders.yaml': 'asyncapi: 3.1.0\ninfo: { title: Orders, version: 1.0.0 }' }),
  },
];
