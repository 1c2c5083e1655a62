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

/** The year only where it is another one. */
export function day(time) {
  const date = new Date(time), isThisYear = date.getFullYear() === new Date().getFullYear();
  return date.toLocaleDateString(undefined, { day: "numeric", month: "short", year: isThisYear ? undefined : "numeric" });
}

/** Facts in one line; those that are not known are left out. */
export const facts = (...parts) => parts.filter(Boolean).join(" · ");

const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const spans = [[60, "second"], [60, "minute"], [24, "hour"], [30, "day"]];

/** 5 minutes ago; a date when it is more than a month. */
export function since(time) {
  let count = (Date.now() - new Date(time)) / 1000;
  if (count < 60) return "just now";
  for (const [size, unit] of spans) {
    if (count < size) return ago.format(-Math.floor(count), unit);
    count /= size;
  }
  return day(time);
}

const browsers = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
const systems = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "macOS"], ["Linux", "Linux"]];

/** What a browser calls itself, in words: most of them claim to be several. */
export function browserWords(userAgent) {
  const find = table => table.find(([sign]) => userAgent?.includes(sign))?.[1];
  const browser = find(browsers), system = find(systems);
  return browser ? `${browser}${system ? ` on ${system}` : ""}` : userAgent?.slice(0, 60) ?? "Unknown browser";
}
