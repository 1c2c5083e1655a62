// The twenty pairs of an album: a picture and the track that plays while it is shown.

import { put } from "./api.js";
import { copyOf, named, setItems, setPicture, setText, show, showsLink } from "./dom.js";
import { attempt } from "./notice.js";
import { clock, isRunning } from "./words.js";

const root = document.getElementById("album");
const list = named(root, "pairs");

/** @param onChange Called with the album as it is after a part was given up for another one. */
export function fillPairs(album, onChange) {
  const busy = isRunning(album);
  setText(named(root, "parts-hint"), busy
    ? "Parts can be exchanged when the album is finished."
    : "A new track or picture takes the old one's place, and only what changed is rendered again.");
  const pairs = album.tracks.map((track, at) => ({ track, image: album.images[at] }));
  setItems(list, pairs, pair => pair.track.orderIndex,
    pair => makePair(album.id, pair.track.orderIndex, onChange), (item, pair) => fillPair(item, pair, busy));
}

export const emptyPairs = () => list.replaceChildren();

function makePair(albumId, number, onChange) {
  const item = copyOf("pair-template");
  const exchange = (name, part) => {
    const button = named(item, name);
    button.addEventListener("click", () => attempt(async () => onChange(await put(`/api/video-jobs/${albumId}/${part}/${number}`, {}))));
  };
  exchange("another-track", "tracks");
  exchange("another-picture", "images");
  named(item, "play").addEventListener("click", () => listen(item));
  named(item, "play").setAttribute("aria-label", `Listen to track ${number}`);
  named(item, "another-track").setAttribute("aria-label", `New track ${number}`);
  named(item, "another-picture").setAttribute("aria-label", `New picture ${number}`);
  setText(named(item, "number"), String(number));
  return item;
}

function fillPair(item, { track, image }, busy) {
  item.title = image.prompt;
  setPicture(named(item, "thumbnail"), image.thumbnailUrl, image.prompt);
  item.classList.toggle("unpainted", !image.done);
  const open = named(item, "open");
  if (image.url) open.href = image.url;
  else open.removeAttribute("href");
  setText(named(item, "title"), track.title);
  setText(named(item, "length"), track.durationSeconds ? clock(track.durationSeconds) : "");
  setText(named(item, "making"), makingWords(track.done, image.done, busy));

  const player = named(item, "listen").firstElementChild;
  if (player && !showsLink(player, track.url)) player.remove();
  item.dataset.track = track.url ?? "";
  show(named(item, "play"), named(item, "listen").childElementCount === 0);
  named(item, "play").disabled = !track.url;
  named(item, "another-track").disabled = busy;
  named(item, "another-picture").disabled = busy;
}

const makingWords = (track, image, busy) => track && image ? "" : [
  !track && "track", !image && "picture",
].filter(Boolean).join(" and ") + (busy ? " in the making" : " missing");

/** Twenty players at once would be heavy: each comes when it is asked for, and only one plays. */
function listen(item) {
  const player = document.createElement("audio");
  player.controls = true;
  player.src = player.dataset.link = item.dataset.track;
  player.setAttribute("aria-label", named(item, "title").textContent);
  player.addEventListener("play", () => {
    for (const other of root.querySelectorAll("audio, video")) if (other !== player) other.pause();
  });
  named(item, "listen").replaceChildren(player);
  show(named(item, "play"), false);
  player.focus();
  player.play().catch(() => {});
}
