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

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
