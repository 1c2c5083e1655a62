// The browsers that are signed in to one's account.

import { all, remove } from "./api.js";
import { copyOf, named, setItems, setText, show } from "./dom.js";
import { attempt } from "./notice.js";
import { browserWords, facts, since } from "./words.js";

const section = document.getElementById("browsers");
const endOthers = named(section, "end-others");

endOthers.addEventListener("click", () => attempt(async () => {
  await remove("/api/sessions");
  await fillBrowsers();
}, endOthers));

export async function fillBrowsers() {
  const sessions = (await all("/api/sessions")).sort((a, b) => b.isCurrent - a.isCurrent);
  setItems(named(section, "list"), sessions, session => session.id, makeItem, fillItem);
  show(endOthers, sessions.length > 1);
}

function makeItem(session) {
  const item = copyOf("browser-template"), end = named(item, "end");
  end.addEventListener("click", () => attempt(async () => {
    await remove(`/api/sessions/${session.id}`);
    await fillBrowsers();
  }, end));
  return item;
}

function fillItem(item, session) {
  const words = browserWords(session.userAgent);
  setText(named(item, "browser"), words);
  setText(named(item, "facts"), facts(session.address, `signed in ${since(session.createdAt)}`, session.isCurrent ? null : `seen ${since(session.lastSeenAt)}`));
  show(named(item, "current"), session.isCurrent);
  show(named(item, "end"), !session.isCurrent);
  named(item, "end").setAttribute("aria-label", `Sign out ${words}`);
}
