// The three bars of an album: music, pictures, film, each as wide as its share of the work.

import { copyOf, named, setText } from "./dom.js";
import { percent } from "./words.js";

const parts = 20;

export function fillProgress(place, progress) {
  if (!place.firstElementChild) place.append(copyOf("progress-template"));
  setBar("music", progress.tracks, `${progress.tracksDone}/${parts}`);
  setBar("pictures", progress.images, `${progress.imagesDone}/${parts}`);
  setBar("film", progress.render, percent(progress.render));

  function setBar(name, fraction, words) {
    const bar = named(place, `${name}-bar`);
    if (bar.value !== fraction) bar.value = fraction;
    bar.parentElement.classList.toggle("full", fraction >= 1);
    setText(named(place, name), words);
  }
}
