// Who is signed in. The session's cookie is the browser's affair: no script can read it.

import { get, post, remove } from "./api.js";

let me = null;
const watchers = new Set();

/** The account that is signed in, or null. */
export const currentUser = () => me;

/** @param watcher Called whenever somebody signs in or out, with a sentence when there is something to tell. */
export const onSession = watcher => watchers.add(watcher);

/** Asks the server who the cookie belongs to. */
export async function recallSession() {
  const user = await get("/api/me").catch(error => {
    if (error.status !== 401) throw error;
    return null;
  });
  become(user);
}

export function become(user, sentence = null) {
  me = user;
  watchers.forEach(watcher => watcher(sentence));
}

/** The account as the server says it is now; nobody has signed in or out. */
export const update = user => { me = user; };

/** Signs in by what a form says: an e-mail and a password, or a code and what belongs to it. */
export const enter = async (path, values) => become(await post(path, values));

export async function leave() {
  await remove("/api/session");
  become(null);
}

/** The server did not know the cookie any more. */
export function lost() {
  if (me) become(null, "You were signed out. Sign in again to go on.");
}
