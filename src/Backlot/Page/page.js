// The page: lets people in, shows what the address names, and keeps it live.

import { account } from "./account.js";
import { albumList } from "./album-list.js";
import { albumView } from "./album-view.js";
import { whenRefused } from "./api.js";
import { forgetChannels } from "./channels.js";
import { codeInAddress, door } from "./door.js";
import { follow } from "./events.js";
import { greet } from "./greeting.js";
import { clearNotice, tell } from "./notice.js";
import { currentUser, lost, onSession, recallSession } from "./session.js";

const connection = document.getElementById("connection");
let shown = null, stopFollowing = null;

function showAddress(sentence = null) {
  clearNotice();
  const albumId = /^#\/album\/([^/?]+)$/.exec(location.hash)?.[1];
  const view = !currentUser() || codeInAddress() ? door
    : albumId ? albumView : location.hash === "#/account" ? account : albumList;
  if (shown && shown !== view) shown.close();
  const isFirst = shown === null || shown === door;
  shown = view;
  if (view === door) door.open(sentence);
  else view.open(albumId, heading => { if (!isFirst) goTo(heading); });
}

/** As after a link to another page: at its top, and screen readers begin with its heading. */
function goTo(heading) {
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

/** A hidden page needs no news, and browsers open only six connections to a server: it comes back up to date. */
function keepLive() {
  const wanted = currentUser() !== null && document.visibilityState === "visible";
  if (!wanted) {
    stopFollowing?.();
    stopFollowing = null;
    connection.textContent = "";
  } else if (!stopFollowing) {
    stopFollowing = follow(tellViews, showConnection);
  }
}

function tellViews(name, data) {
  if (name === "hello") shown?.changed?.(null);
  if (name === "video-job") shown?.changed?.(data.id);
  if (name === "job" && data.subject) shown?.changed?.(data.subject);
}

function showConnection(isLive) {
  connection.textContent = isLive ? "Live" : "Reconnecting…";
  connection.classList.toggle("live", isLive);
}

async function begin() {
  await recallSession().catch(error => {
    tell(error.message);
    setTimeout(begin, 3000);
  });
}

whenRefused(lost);
onSession(sentence => {
  stopFollowing?.();
  stopFollowing = null;
  forgetChannels();
  document.getElementById("new-album").close();
  // A code that let somebody in is used up.
  if (currentUser() && codeInAddress()) history.replaceState(null, "", location.pathname + "#/");
  greet();
  showAddress(sentence);
  keepLive();
});

// The address's fragment is the page's own, so the skip link must not change it.
document.querySelector('[data-name="skip"]').addEventListener("click", event => {
  event.preventDefault();
  document.getElementById("main").focus();
});
window.addEventListener("hashchange", () => showAddress());
document.addEventListener("visibilitychange", keepLive);
begin();
