// Backlot's API. Every failure is a Problem whose message can be shown as it is.

import { currentToken, signOut } from "./session.js";

export const refusedSentence =
  "The token was refused. Open the link that ./backlot up prints in the terminal: it signs this browser in.";

const pausesMs = [400, 1200];

export class Problem extends Error {
  /** @param errors What is wrong with single fields: { pointer, detail }. */
  constructor(status, message, errors = [], code = "") {
    super(message);
    Object.assign(this, { status, errors, code });
  }
}

/** Sends a request that carries the token; a refused token signs out. */
export async function send(path, options = {}) {
  const token = currentToken();
  const headers = { ...options.headers, Authorization: `Bearer ${token}` };
  const answer = await fetch(path, { ...options, headers }).catch(error => {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, "Backlot does not answer. Is it running? Start it with ./backlot up.");
  });
  if (answer.status === 401) signOut(token, refusedSentence);
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Problem(answer.status, problem.detail ?? problem.title ?? `The server answered ${answer.status}.`, problem.errors, problem.code);
}

async function call(method, path, body, headers = {}) {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { "Content-Type": "application/json" };
  const answer = await send(path, { method, ...json, headers: { ...type, ...headers } });
  return answer.status === 204 ? null : answer.json();
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
