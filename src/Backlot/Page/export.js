// What a finished album leaves for publishing: its folder, its files, and its description.

import { get } from "./api.js";
import { named, show, showsLink } from "./dom.js";
import { tell } from "./notice.js";

const root = document.getElementById("album");
const section = named(root, "export");

copyOnClick("copy-folder", "folder");
copyOnClick("copy-description", "description");

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

function copyOnClick(buttonName, fieldName) {
  const button = named(section, buttonName), field = named(section, fieldName), words = button.textContent;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = words; }, 2000);
    } catch {
      tell("The browser did not allow copying: the text is selected, so Ctrl+C copies it.");
    }
  });
}
