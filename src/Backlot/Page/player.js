// The film and its chapters: a chapter seeks, and the one that plays is marked.

import { copyOf, named, setItems, setPicture, setText, show, showsLink } from "./dom.js";
import { clock } from "./words.js";

const root = document.getElementById("album");
const [video, still, waiting, list] = ["video", "still", "waiting", "chapters"].map(name => named(root, name));
let freshLink = null;

video.addEventListener("timeupdate", markCurrent);
video.addEventListener("seeking", markCurrent);
// A signed link is good for twelve hours; a page that was left open gets a new one with the next look at the album.
video.addEventListener("error", () => {
  if (freshLink && video.dataset.link !== freshLink) setFilm(freshLink);
});

export function fillPlayer(album) {
  freshLink = album.videoUrl ?? null;
  show(video, Boolean(freshLink));
  setPicture(still, freshLink ? null : album.thumbnailUrl, "The album's first picture");
  show(waiting, !freshLink);
  if (freshLink && !showsLink(video, freshLink)) setFilm(freshLink);
  const chapters = album.chapters.length > 0 ? album.chapters : plannedChapters(album.tracks);
  setItems(list, chapters.map((chapter, at) => ({ ...chapter, at })), chapter => chapter.at, makeChapter, fillChapter);
  for (const button of list.querySelectorAll("button")) button.disabled = !freshLink;
  markCurrent();
}

export function emptyPlayer() {
  freshLink = null;
  video.removeAttribute("src");
  delete video.dataset.link;
  video.load();
  list.replaceChildren();
}

/** A film that was rendered again goes on where the one before was. */
function setFilm(link) {
  const [at, playing] = [video.currentTime, !video.paused];
  video.dataset.link = link;
  video.src = link;
  if (at > 0) video.addEventListener("loadedmetadata", () => { video.currentTime = Math.min(at, video.duration); }, { once: true });
  if (playing) video.play().catch(() => {});
}

/** Before there is a film: the tracks one after the other, as long as they are planned. */
function plannedChapters(tracks) {
  let startSeconds = 0;
  return tracks.map(track => {
    const chapter = { title: track.title, startSeconds };
    startSeconds += track.durationSeconds ?? 0;
    return chapter;
  });
}

function makeChapter() {
  const item = copyOf("chapter-template");
  named(item, "seek").addEventListener("click", () => {
    video.currentTime = Number(item.dataset.start);
    video.play().catch(() => {});
  });
  return item;
}

function fillChapter(item, chapter) {
  item.dataset.start = chapter.startSeconds;
  setText(named(item, "time"), clock(chapter.startSeconds));
  setText(named(item, "title"), chapter.title);
}

function markCurrent() {
  const items = [...list.children];
  const begun = video.hidden ? [] : items.filter(item => Number(item.dataset.start) <= video.currentTime + 0.02);
  for (const item of items) {
    const button = item.firstElementChild, isCurrent = item === begun.at(-1);
    if (isCurrent === (button.getAttribute("aria-current") === "true")) continue;
    button.setAttribute("aria-current", String(isCurrent));
    if (isCurrent && !video.paused) scrollTo(item);
  }
}

/** Within the list only: the page stays where its reader is. */
function scrollTo(item) {
  const top = item.offsetTop - list.offsetTop - list.clientHeight / 3;
  list.scrollTo({ top, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}
