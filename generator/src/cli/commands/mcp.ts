import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { createMcpServer } from '../mcp/create-mcp-server.ts';
import { openReferenceSource } from '../mcp/reference-source.ts';
import { openConfig } from '../open-project.ts';

export interface McpOptions {
  /** False by `--no-code`. */
  readonly code: boolean;
}

/**
 * `eventwright mcp`: the catalogue for assistants, by the Model Context Protocol over stdin and stdout. Serves until stdin
 * ends or it is interrupted, which is a clean end. Only the protocol goes to stdout.
 */
export async function mcp(container: Container, { code }: McpOptions): Promise<ExitCode> {
  // A client would not see why every answer fails.
  await openConfig(container);
  const source = openReferenceSource(container, { code, changed: () => server.sendResourceListChanged() });
  const server = createMcpServer(source);
  const ended = Promise.withResolvers<void>();
  for (const event of ['end', 'close'] as const) process.stdin.once(event, () => ended.resolve());
  container.io.signal.addEventListener('abort', () => ended.resolve(), { once: true });
  await server.connect(new StdioServerTransport());
  container.progress('serving the catalogue to an assistant on stdin and stdout');
  // Who asks first should not wait for all that has to be read; what is wrong is told to whoever asks.
  source.current().catch(() => undefined);
  await ended.promise;
  await server.close();
  return exitCode.clean;
}
