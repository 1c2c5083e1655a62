// Backlot's API. Every failure is a Problem whose message can be shown as it is.

export class Problem extends Error {
  /** @param errors What is wrong with single fields: { pointer, detail }. */
  constructor(status, message, errors = []) {
    super(message);
    Object.assign(this, { status, errors });
  }
}

let onRefused = () => {};

/** @param refused Called when the server does not know who asks. */
export const whenRefused = refused => { onRefused = refused; };

async function call(method, path, body) {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const answer = await fetch(path, { method, ...json }).catch(() => {
    throw new Problem(0, "Backlot does not answer. Is it running? Start it with ./backlot up.");
  });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 401 && problem.code === "unauthenticated") onRefused();
  throw new Problem(answer.status, problem.detail ?? problem.title ?? `The server answered ${answer.status}.`, problem.errors);
}

export const get = path => call("GET", path);
export const post = (path, body) => call("POST", path, body);
export const put = (path, body) => call("PUT", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const remove = path => call("DELETE", path);

/** All items of a list, page by page. */
export async function all(path) {
  const items = [];
  for (let cursor = ""; cursor !== null;) {
    const page = await get(`${path}?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
