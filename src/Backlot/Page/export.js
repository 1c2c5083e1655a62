// What a finished album leaves for publishing: its folder, its files, and its description.

import { get } from "./api.js";
import { copyOnClick } from "./copy.js";
import { named, show, showsLink } from "./dom.js";

const root = document.getElementById("album");
const section = named(root, "export");

for (const field of ["folder", "description"]) copyOnClick(named(section, `copy-${field}`), named(section, field));

export async function fillExport(album) {
  const done = album.status === "completed";
  show(section, done);
  if (!done || (showsLink(section, album.videoUrl) && section.dataset.album === album.id)) return;
  const exported = await get(`/api/video-jobs/${album.id}/export`);
  section.dataset.link = exported.videoUrl;
  section.dataset.album = album.id;
  named(section, "folder").value = exported.folder;
  named(section, "description").value = exported.description;
  named(section, "files").textContent = exported.files.join(" · ");
  named(section, "download").href = exported.videoUrl;
  named(section, "download").download = `${exported.folder.split("/").at(-1)}.mp4`;
}
