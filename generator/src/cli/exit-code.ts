/** What the exit code says. CI scripts rely on it. */
export const exitCode = {
  clean: 0,
  /** Findings, or generated code that is not current. */
  findings: 1,
  /** A wrong command line or configuration. */
  usage: 2,
  /** The contracts cannot be read, or are broken. */
  contracts: 3,
  /** Something around the contracts: a registry, a broker, the file system. */
  environment: 4,
  /** A bug of ours. */
  bug: 70,
  interrupted: 130,
} as const;

/** The same for people, in their order. */
export const exitCodeMeanings: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [exitCode.clean, 'clean'],
  [exitCode.findings, 'findings or code that is not current'],
  [exitCode.usage, 'wrong usage or configuration'],
  [exitCode.contracts, 'broken contracts'],
  [exitCode.environment, 'registry, broker or file system'],
  [exitCode.bug, 'a bug of ours'],
  [exitCode.interrupted, 'interrupted'],
];

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
