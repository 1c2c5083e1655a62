// One album: its state, its film, what is to be published, and its parts.

import { get, post } from "./api.js";
import { channelNames } from "./channels.js";
import { named, setPicture, setText, show } from "./dom.js";
import { fillExport } from "./export.js";
import { attempt, keepTrying } from "./notice.js";
import { emptyPairs, fillPairs } from "./pairs.js";
import { emptyPlayer, fillPlayer } from "./player.js";
import { fillProgress } from "./progress.js";
import { atMostEvery } from "./refresh.js";
import { clock, day, errorWords, facts, isRunning, megabytes, moodOf, percent, statusWords } from "./words.js";

const root = document.getElementById("album");
const missing = document.getElementById("missing");
const refresh = atMostEvery(700, () => keepTrying(load));
let albumId = null, onShown = null;

for (const [name, verb] of [["cancel", "cancel"], ["resume", "resume"]]) {
  const button = named(root, name);
  button.addEventListener("click", () => attempt(async () => fill(await post(`/api/video-jobs/${albumId}/${verb}`)), button));
}

export const albumView = {
  /** @param whenShown Called with the heading, once. */
  open(id, whenShown) {
    if (id === albumId) return;
    albumView.close();
    [albumId, onShown] = [id, whenShown];
    refresh();
  },

  close() {
    albumId = null;
    emptyPlayer();
    emptyPairs();
    show(root, false);
    show(missing, false);
  },

  /** @param id The album that changed; null when nobody knows which. */
  changed(id) {
    if (albumId && (id === null || id === albumId)) refresh();
  },
};

async function load() {
  const id = albumId;
  if (!id) return;
  const album = await get(`/api/video-jobs/${encodeURIComponent(id)}`).catch(error => {
    if (error.status !== 404) throw error;
    return null;
  });
  if (id !== albumId) return;
  show(missing, album === null);
  show(root, album !== null);
  const filled = album ? fill(album) : null;
  onShown?.(album ? named(root, "title") : missing.firstElementChild);
  onShown = null;
  await filled;
}

async function fill(album) {
  if (album.id !== albumId) return;
  fillState(album);
  fillPlayer(album);
  fillPairs(album, fill);
  const names = await channelNames([album.channelId]);
  setText(named(root, "facts"), facts(
    names.get(album.channelId), album.niche, album.moodKeywords.join(", "),
    album.durationSeconds ? clock(album.durationSeconds) : `${album.targetDurationMinutes} minutes`,
    album.fileSizeBytes && megabytes(album.fileSizeBytes), `seed ${album.seed}`, day(album.createdAt)));
  await fillExport(album);
}

function fillState(album) {
  const running = isRunning(album), error = errorWords(album);
  root.dataset.mood = moodOf(album);
  document.title = `${running ? percent(album.progress.fraction) + " · " : ""}${album.title} · Backlot`;
  setText(named(root, "title"), album.title);
  setPicture(named(root, "backdrop"), album.thumbnailUrl);
  setText(named(root, "status"), statusWords(album));
  setText(named(root, "percent"), percent(album.progress.fraction));
  show(named(root, "percent"), album.status !== "completed");
  setText(named(root, "note"), (running && album.progress.note) || "");
  setText(named(root, "error"), error ?? "");
  show(named(root, "error"), error !== null);
  show(named(root, "cancel"), running);
  show(named(root, "resume"), album.status === "failed");
  fillProgress(named(root, "progress"), album.progress);
  show(named(root, "progress"), album.status !== "completed");
}
