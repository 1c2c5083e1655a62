// Follows /api/events. The browser takes a broken stream up where it was; when the server refuses one, it is asked
// whether anybody is still signed in, and then again, with pauses that grow from half a second to half a minute.

import { get } from "./api.js";

const names = ["hello", "video-job", "job", "still-here"];
const longestPauseMs = 30_000;
const longestSilenceMs = 45_000;      // the server says something every 15 s

/**
 * @param onEvent Called with (name, data) for each event.
 * @param onState Called with true when the stream stands, with false when it broke.
 * @returns A function that ends it.
 */
export function follow(onEvent, onState) {
  let source = null, timer = null, pauseMs = 500, hasEnded = false;

  function open() {
    source = new EventSource("/api/events");
    source.onopen = () => {
      pauseMs = 500;
      onState(true);
    };
    source.onerror = () => {
      onState(false);
      if (source.readyState === EventSource.CLOSED) openLater();
    };
    for (const name of names) source.addEventListener(name, event => {
      expectMore();
      onEvent(name, JSON.parse(event.data));
    });
    expectMore();
  }

  /** What is silent for too long is broken, even when nobody has noticed. */
  function expectMore() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      source.close();
      onState(false);
      open();
    }, longestSilenceMs);
  }

  function openLater() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      // Whoever is not signed in any more is told so by this question, and that ends the following.
      const answer = await get("/api/me").catch(error => error);
      if (hasEnded) return;
      if (answer instanceof Error) openLater();
      else open();
    }, pauseMs * (0.75 + Math.random() / 2));
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }

  open();
  return () => {
    hasEnded = true;
    clearTimeout(timer);
    source.close();
  };
}
