// The token that signs this browser in. It comes in the fragment of the link that `./backlot up` prints: browsers do not
// send that part to any server, and it leaves the address bar before anything else happens.

const key = "backlot-token";
let token = localStorage.getItem(key);
const watchers = new Set();

export const currentToken = () => token;

/** @param watcher Called with a sentence when the token is gone, with null when there is one. */
export const onSession = watcher => watchers.add(watcher);

export function signIn(given) {
  token = given.trim();
  localStorage.setItem(key, token);
  watchers.forEach(watcher => watcher(null));
}

/** @param refused The token that was refused; a newer one is kept. */
export function signOut(refused, sentence) {
  if (refused !== token) return;
  token = null;
  localStorage.removeItem(key);
  watchers.forEach(watcher => watcher(sentence));
}

/** Takes a token out of the address, if there is one. */
export function takeFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!given) return false;
  history.replaceState(null, "", location.pathname + "#/");
  signIn(given);
  return true;
}
