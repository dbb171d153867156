import type { Context } from 'hono';

/** What is wrong with a request, as RFC 9457 has it. */
export interface Problem {
  readonly status: 400 | 404 | 409 | 413 | 504;
  readonly title: string;
  /** What is wrong where, one entry each. */
  readonly errors?: readonly string[];
}

export function respondWithProblem(context: Context, problem: Problem): Response {
  return context.json(problem, problem.status, { 'content-type': 'application/problem+json' });
}
