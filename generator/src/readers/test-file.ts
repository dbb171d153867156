/** Whether a file is a test, or stands where tests and what they need are kept. */
export const isTestFile = (path: string): boolean =>
  /\.(test|spec|fixture|e2e|test-d)\.[cm]?[jt]sx?$/.test(path) ||
  /[/\\](__tests__|__mocks__|tests?|e2e|cypress)[/\\]/.test(path);
