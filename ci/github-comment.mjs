// A step of action.yml: keeps one comment on the pull request, with what `eventwright compat` says. A comment that cannot be
// written is told in one line and fails nothing: it is the checks that let a pull request through or not.
import { existsSync, readFileSync } from 'node:fs';

const { env } = process;
const perPage = 100;

/** What the host answers, as JSON. */
async function call(path, method = 'GET', body = undefined) {
  const response = await fetch(`${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${env.TOKEN}`,
      'content-type': 'application/json',
      'user-agent': 'eventwright',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  if (response.ok) return response.json();
  const isRefused = response.status === 401 || response.status === 403 || response.status === 404;
  const cure = isRefused
    ? 'The token may not write here, as in pull requests from forks; else grant `pull-requests: write`.'
    : 'Run the job again.';
  throw new Error(`${method} ${path} was answered with ${response.status}. ${cure}`);
}

/** Whoever may comment may write the marker: only a comment of a bot, or of somebody with a say here, is ours. */
const isTrusted = ({ user, author_association: association }) =>
  user?.type === 'Bot' || ['OWNER', 'MEMBER', 'COLLABORATOR'].includes(association);

async function findComment(number, marker) {
  for (let page = 1; ; page += 1) {
    const comments = await call(`/issues/${number}/comments?per_page=${perPage}&page=${page}`);
    const own = comments.find((comment) => isTrusted(comment) && comment.body?.split(/\r?\n/, 1)[0] === marker);
    if (own !== undefined || comments.length < perPage) return own;
  }
}

/** One comment for each configuration of a repository. */
function markedText() {
  const [first, ...rest] = readFileSync(env.MARKDOWN, 'utf8').split('\n');
  const folder = (env.WORKING_DIRECTORY ?? '.').replace(/^\.\/|\/$/g, '').replaceAll(/[^\w./ -]|--/g, '_');
  const marker = folder === '.' || folder === '' ? first : first.replace(/ -->$/, ` ${folder} -->`);
  return { marker, text: [marker, ...rest].join('\n') };
}

async function keepComment() {
  const event = env.GITHUB_EVENT_PATH ? JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')) : {};
  const number = event.pull_request?.number;
  if (!Number.isInteger(number)) return 'this is no pull request';
  if (!existsSync(env.MARKDOWN)) return 'compat did not run';
  if (!env.TOKEN) return 'there is no token';
  const { marker, text } = markedText();
  const comment = await findComment(number, marker);
  if (comment !== undefined) {
    await call(`/issues/comments/${comment.id}`, 'PATCH', { body: text });
    return undefined;
  }
  // Nobody needs to be told that nothing happened, unless the last comment says otherwise.
  if (/^### [^\n]*: no findings$/m.test(text)) return 'there is nothing to say';
  await call(`/issues/${number}/comments`, 'POST', { body: text });
  return undefined;
}

const reason = await keepComment().catch((error) => error.message);
console.log(reason === undefined ? 'The comment is up to date.' : `No comment: ${reason}`);
