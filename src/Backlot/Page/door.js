// Who is not signed in: the form that fits. Links that were handed over bring a code in the address's fragment, which
// browsers send to nobody; it stays there until it is used, so that a reload does not lose it.

import { get } from "./api.js";
import { named, setText, show } from "./dom.js";
import { clearErrors, onSubmit } from "./forms.js";
import { enter } from "./session.js";

const root = document.getElementById("door");
const forms = {
  "sign-in": { path: "/api/session", title: "Sign in" },
  setup: { path: "/api/setup", title: "Set up Backlot" },
  invite: { path: "/api/invitations/accept", title: "Join this Backlot" },
  reset: { path: "/api/password-reset", title: "Choose a new password" },
};
let shown = null, told = null;

for (const [name, { path }] of Object.entries(forms)) {
  const form = formOf(name);
  onSubmit(form, async values => {
    await enter(path, name === "sign-in" ? values : { code: codeInAddress()?.code, ...values });
    form.reset();
  });
}

/** What the address's fragment lets in by: { kind, code }, or null. */
export function codeInAddress() {
  const [, kind, code] = /^#(setup|invite|reset)=([\w-]+)$/.exec(location.hash) ?? [];
  return kind ? { kind, code } : null;
}

export const door = {
  /** @param sentence What there is to tell, or null. */
  async open(sentence) {
    const wanted = codeInAddress()?.kind ?? "sign-in";
    if (sentence) told = sentence;
    document.title = `${forms[wanted].title} · Backlot`;
    show(root, true);
    if (shown !== wanted) {
      shown = wanted;
      for (const name of Object.keys(forms)) show(formOf(name).parentElement, name === wanted);
      clearErrors(formOf(wanted));
      formOf(wanted).elements[0].focus();
    }
    if (wanted === "sign-in") await tellWhatToDo();
  },

  close() {
    shown = told = null;
    show(root, false);
  },
};

async function tellWhatToDo() {
  const place = named(root, "sentence");
  setText(place, told ?? "");
  if ((await get("/api/setup").catch(() => null))?.isOpen)
    setText(place, "Nobody has set this Backlot up yet. Open the link that ./backlot up printed in the terminal; "
      + "./backlot setup-link prints a new one.");
}

function formOf(name) {
  return document.getElementById(`${name}-form`);
}
