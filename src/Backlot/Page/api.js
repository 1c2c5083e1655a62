// Backlot's API. Every failure is a Problem whose message can be shown as it is.

const pausesMs = [400, 1200];

export class Problem extends Error {
  /** @param errors What is wrong with single fields: { pointer, detail }. */
  constructor(status, message, errors = [], code = "") {
    super(message);
    Object.assign(this, { status, errors, code });
  }
}

let onRefused = () => {};

/** @param refused Called when the server does not know who asks. */
export const whenRefused = refused => { onRefused = refused; };

async function call(method, path, body, headers = {}) {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { "Content-Type": "application/json" };
  const answer = await fetch(path, { method, ...json, headers: { ...type, ...headers } }).catch(() => {
    throw new Problem(0, "Backlot does not answer. Is it running? Start it with ./backlot up.");
  });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({}));
  if (answer.status === 401 && problem.code === "unauthenticated") onRefused();
  throw new Problem(answer.status, problem.detail ?? problem.title ?? `The server answered ${answer.status}.`, problem.errors, problem.code);
}

/** Under a key of its own, so that what was lost on the way can be sent again and still has its effect once. */
async function callOnce(path, body) {
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  for (const pauseMs of pausesMs) {
    try {
      return await call("POST", path, body, headers);
    } catch (error) {
      if (error.status !== 0 && error.code !== "idempotency-key.in-use") throw error;
      await new Promise(resolve => setTimeout(resolve, pauseMs));
    }
  }
  return call("POST", path, body, headers);
}

export const get = path => call("GET", path);
export const post = (path, body) => callOnce(path, body);
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
