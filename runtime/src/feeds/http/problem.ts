/** An answer that says what is wrong, by RFC 9457. */
export interface Problem {
  readonly status: number;
  /** What is wrong and what to do. */
  readonly title: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function problemResponse({ status, title, headers = {} }: Problem): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title, status }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}

/** A problem by way of an exception, from however deep inside of a request. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}
