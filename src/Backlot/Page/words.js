// How things are called on the page.

const statuses = {
  planned: "Waiting to start",
  generating_music: "Composing music",
  generating_image: "Painting pictures",
  rendering: "Rendering the film",
  ready_for_export: "Writing the folder",
  completed: "Finished",
};

export const isCancelled = album => album.status === "failed" && album.error === "It was cancelled.";
export const isRunning = album => album.status !== "completed" && album.status !== "failed";
export const statusWords = album => isCancelled(album) ? "Cancelled" : statuses[album.status] ?? "Failed";

/** For the style sheet: running, completed, cancelled or failed. */
export const moodOf = album => isRunning(album) ? "running" : isCancelled(album) ? "cancelled" : album.status;

/** Why an album stands still and what helps, or null. */
export const errorWords = album => isCancelled(album)
  ? "What is finished is kept: resume it to go on from here."
  : album.status === "failed" ? album.error ?? "It failed without a reason." : null;

/** Never 100 before everything is done. */
export const percent = fraction => `${Math.floor(Math.min(1, fraction) * 100 + 1e-6)} %`;

/** 1:02:03, or 2:03 below an hour. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = number => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export const megabytes = bytes => bytes < 1e9 ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`;

export const day = time => new Date(time).toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" });

/** Facts in one line; those that are not known are left out. */
export const facts = (...parts) => parts.filter(Boolean).join(" · ");
