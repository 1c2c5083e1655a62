// Follows /api/events. EventSource cannot send a token, so the stream is read by hand; when it breaks it is taken up
// where it was, with pauses that grow from half a second to half a minute.

import { send } from "./api.js";

const longestPauseMs = 30_000;
const longestSilenceMs = 45_000;      // the server says something every 15 s

/**
 * @param onEvent Called with (name, data) for each event.
 * @param onState Called with true when the stream stands, with false when it broke.
 * @returns A function that ends it.
 */
export function follow(onEvent, onState) {
  const ended = new AbortController();
  let place = null, pauseMs = 500;

  async function read() {
    const broken = new AbortController();
    const stop = () => broken.abort();
    ended.signal.addEventListener("abort", stop);
    let silence = setTimeout(stop, longestSilenceMs);
    try {
      const answer = await send("/api/events", { signal: broken.signal, headers: place ? { "Last-Event-ID": place } : {} });
      onState(true);
      pauseMs = 500;
      for await (const event of eventsOf(answer.body)) {
        clearTimeout(silence);
        silence = setTimeout(stop, longestSilenceMs);
        place = event.id ?? place;
        onEvent(event.event, JSON.parse(event.data));
      }
    } finally {
      clearTimeout(silence);
      ended.signal.removeEventListener("abort", stop);
    }
  }

  (async () => {
    while (!ended.signal.aborted) {
      await read().catch(error => {
        if (error.status === 400) place = null;     // another database: start from now
        if (error.status === 401) ended.abort();
      });
      if (ended.signal.aborted) break;
      onState(false);
      await new Promise(resolve => setTimeout(resolve, pauseMs * (0.75 + Math.random() / 2)));
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  })();
  return () => ended.abort();
}

/** Events end with an empty line; each line is a field, a colon, and its value. */
async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (text + value).split(/\r?\n\r?\n/);
    text = blocks.pop();
    for (const block of blocks) yield eventOf(block);
  }
}

function eventOf(block) {
  const event = { event: "message", data: "" };
  for (const line of block.split(/\r?\n/)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field === "data") event.data += event.data ? "\n" + value : value;
    else if (field === "event" || field === "id") event[field] = value;
  }
  return event;
}
