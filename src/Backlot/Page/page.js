// The page: signs in, shows what the address names, and keeps it live.

import { albumList } from "./album-list.js";
import { albumView } from "./album-view.js";
import { forgetChannels } from "./channels.js";
import { named, show } from "./dom.js";
import { follow } from "./events.js";
import { clearNotice } from "./notice.js";
import { currentToken, onSession, signIn, takeFromAddress } from "./session.js";

const signInSection = document.getElementById("sign-in");
const connection = document.getElementById("connection");
const welcome = "Open the link that ./backlot up prints in the terminal: it signs this browser in.";
let shown = null, stopFollowing = null;

function showAddress() {
  clearNotice();
  const albumId = /^#\/album\/([^/?]+)$/.exec(location.hash)?.[1];
  const view = !currentToken() ? null : albumId ? albumView : albumList;
  if (shown && shown !== view) shown.close();
  show(signInSection, view === null);
  const isFirst = shown === null;
  shown = view;
  view?.open(albumId, heading => { if (!isFirst) goTo(heading); });
}

/** As after a link to another page: at its top, and screen readers begin with its heading. */
function goTo(heading) {
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

/** A hidden page needs no news, and browsers open only six connections to a server: it comes back up to date. */
function keepLive() {
  const wanted = Boolean(currentToken()) && document.visibilityState === "visible";
  if (!wanted) {
    stopFollowing?.();
    stopFollowing = null;
    connection.textContent = "";
  } else if (!stopFollowing) {
    stopFollowing = follow(tellViews, showConnection);
  }
}

function tellViews(name, data) {
  if (name === "hello") shown?.changed(null);
  if (name === "video-job") shown?.changed(data.id);
  if (name === "job" && data.subject) shown?.changed(data.subject);
}

function showConnection(isLive) {
  connection.textContent = isLive ? "Live" : "Reconnecting…";
  connection.classList.toggle("live", isLive);
}

onSession(sentence => {
  stopFollowing?.();
  stopFollowing = null;
  forgetChannels();
  document.getElementById("new-album").close();
  named(signInSection, "sentence").textContent = sentence ?? welcome;
  showAddress();
  keepLive();
});

named(signInSection, "form").addEventListener("submit", event => {
  event.preventDefault();
  const field = document.getElementById("token");
  if (field.value.trim()) signIn(field.value);
  field.value = "";
});

// The address's fragment is the page's own, so the skip link must not change it.
document.querySelector('[data-name="skip"]').addEventListener("click", event => {
  event.preventDefault();
  document.getElementById("main").focus();
});
window.addEventListener("hashchange", () => { if (!takeFromAddress()) showAddress(); });
document.addEventListener("visibilitychange", keepLive);

named(signInSection, "sentence").textContent = welcome;
if (!takeFromAddress()) {
  showAddress();
  keepLive();
}
