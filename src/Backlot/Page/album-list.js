// All albums as cards, newest first.

import { get } from "./api.js";
import { channelNames } from "./channels.js";
import { copyOf, named, setItems, setPicture, setText, show } from "./dom.js";
import { openNewAlbum } from "./new-album.js";
import { attempt, keepTrying } from "./notice.js";
import { fillProgress } from "./progress.js";
import { atMostEvery } from "./refresh.js";
import { day, errorWords, facts, moodOf, percent, statusWords } from "./words.js";

const root = document.getElementById("albums");
const refresh = atMostEvery(1000, () => keepTrying(load));
let isOpen = false, newest = [], older = [], olderCursor = null;

for (const button of root.querySelectorAll('[data-name="new"]')) button.addEventListener("click", openNewAlbum);
named(root, "older").addEventListener("click", event => attempt(loadOlder, event.target));

export const albumList = {
  /** @param whenShown Called with the heading. */
  open(_, whenShown) {
    isOpen = true;
    document.title = "Backlot";
    show(root, true);
    whenShown(root.querySelector("h1"));
    refresh();
  },

  close() {
    isOpen = false;
    older = [];
    show(root, false);
  },

  /** Something of an album changed. */
  changed: refresh,
};

async function load() {
  if (!isOpen) return;
  const page = await get("/api/video-jobs");
  newest = page.items;
  if (older.length === 0) olderCursor = page.nextCursor;
  await draw();
}

async function loadOlder() {
  const page = await get(`/api/video-jobs?cursor=${encodeURIComponent(olderCursor)}`);
  older.push(...page.items);
  olderCursor = page.nextCursor;
  await draw();
}

async function draw() {
  // A new album pushes the last one of the first page out of it; ids grow with time, so sorting puts all in order.
  const albums = [...new Map([...older, ...newest].map(album => [album.id, album])).values()]
    .sort((a, b) => a.id < b.id ? 1 : -1);
  const names = await channelNames(albums.map(album => album.channelId));
  setItems(named(root, "cards"), albums, album => album.id, () => copyOf("card-template"),
    (card, album) => fillCard(card, album, names.get(album.channelId)));
  show(named(root, "empty"), albums.length === 0);
  show(root.querySelector(".heading button"), albums.length > 0);
  show(named(root, "older"), olderCursor !== null);
}

function fillCard(card, album, channelName) {
  const { progress } = album;
  card.dataset.mood = moodOf(album);
  named(card, "link").href = `#/album/${album.id}`;
  setPicture(named(card, "thumbnail"), album.thumbnailUrl);
  setText(named(card, "title"), album.title);
  setText(named(card, "facts"), facts(channelName, `${album.targetDurationMinutes} minutes`, day(album.createdAt)));
  setText(named(card, "status"), statusWords(album));
  setText(named(card, "percent"), percent(progress.fraction));
  show(named(card, "percent"), album.status !== "completed");
  setText(named(card, "error"), errorWords(album) ?? "");
  show(named(card, "error"), errorWords(album) !== null);
  fillProgress(named(card, "progress"), progress);
  show(named(card, "progress"), album.status !== "completed");
}
