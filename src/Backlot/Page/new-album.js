// The form for a new album. The server judges what is written; what it says of a field is shown beside that field.

import { get, post, remove } from "./api.js";
import { channelNames, forgetChannels } from "./channels.js";
import { named, setItems } from "./dom.js";
import { clearErrors, showErrors, showProblem } from "./forms.js";

const dialog = document.getElementById("new-album");
const form = named(dialog, "form");
const fieldOf = {
  "/name": "channel", "/brandNiche": "niche", "/niche": "niche", "/moodKeywords": "moods",
  "/targetDurationMinutes": "minutes", "/seed": "seed",
};
const nameOf = pointer => fieldOf[pointer];

named(dialog, "dismiss").addEventListener("click", () => dialog.close());
form.addEventListener("submit", event => {
  event.preventDefault();
  submit();
});

export async function openNewAlbum() {
  clearErrors(form);
  dialog.showModal();
  const names = [...new Set((await channelNames().catch(() => new Map())).values())];
  setItems(document.getElementById("channel-names"), names, name => name,
    name => Object.assign(document.createElement("option"), { value: name }), () => {});
  if (!form.channel.value && names.length > 0) form.channel.value = names[0];
}

async function submit() {
  clearErrors(form);
  if (!form.channel.value.trim()) return showErrors(form, [{ pointer: "/name", detail: "Write the channel's name." }], nameOf);
  if (!form.niche.value.trim()) return showErrors(form, [{ pointer: "/niche", detail: "Write what the album is about." }], nameOf);
  const make = named(dialog, "make");
  make.disabled = true;
  try {
    const album = await makeAlbum();
    dialog.close();
    form.reset();
    location.hash = `#/album/${album.id}`;
  } catch (error) {
    showProblem(form, error, nameOf);
  } finally {
    make.disabled = false;
  }
}

async function makeAlbum() {
  const niche = form.niche.value.trim();
  const [channel, isNew] = await channelOf(form.channel.value.trim(), niche);
  try {
    return await post(`/api/channels/${channel.id}/video-jobs`, {
      niche,
      moodKeywords: form.moods.value.split(",").map(mood => mood.trim()).filter(Boolean),
      targetDurationMinutes: numberOf(form.minutes),
      seed: numberOf(form.seed),
    });
  } catch (error) {
    // Nothing half-made is left: a channel that was only made for this album goes with it.
    if (isNew && error.status >= 400) await remove(`/api/channels/${channel.id}`).catch(() => {});
    throw error;
  } finally {
    forgetChannels();
  }
}

async function channelOf(name, brandNiche) {
  const [channel] = (await get(`/api/channels?name=${encodeURIComponent(name)}`)).items;
  return channel ? [channel, false] : [await post("/api/channels", { name, brandNiche }), true];
}

/** What the server should see: a number, nothing when the field is empty, or the nonsense itself so that it objects. */
const numberOf = input => input.validity.badInput ? "" : input.value === "" ? undefined : Number(input.value);
