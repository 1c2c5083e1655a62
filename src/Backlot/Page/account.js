// One's own account: who one is, the password, the browsers and programs that are signed in, and, for admins, the others.

import { patch } from "./api.js";
import { emptyPeople, fillPeople } from "./people.js";
import { emptyTokens, fillTokens } from "./tokens.js";
import { fillBrowsers } from "./browsers.js";
import { named, show } from "./dom.js";
import { clearErrors, onSubmit } from "./forms.js";
import { attempt, keepTrying } from "./notice.js";
import { currentUser, leave, update } from "./session.js";
import { greet } from "./greeting.js";

const root = document.getElementById("account");
const profile = named(root, "profile"), password = named(root, "password");

named(root, "sign-out").addEventListener("click", event => attempt(leave, event.target));

onSubmit(profile, async ({ displayName, email, currentPassword }) => {
  update(await patch("/api/me", { displayName, email, currentPassword: currentPassword || undefined }));
  greet();
  fillProfile();
  showDone(profile);
});

onSubmit(password, async ({ currentPassword, newPassword }) => {
  await patch("/api/me", { currentPassword, newPassword });
  password.reset();
  showDone(password);
  await fillBrowsers();
});

export const account = {
  /** @param whenShown Called with the heading. */
  open(_, whenShown) {
    document.title = "Account · Backlot";
    fillProfile();
    show(root, true);
    whenShown(root.querySelector("h1"));
    keepTrying(() => Promise.all([fillBrowsers(), fillTokens(), fillPeople()]));
  },

  close() {
    for (const form of [profile, password]) {
      form.reset();
      clearErrors(form);
      show(named(form, "done"), false);
    }
    emptyTokens();
    emptyPeople();
    show(root, false);
  },

  /** What changes here, changes here. */
  changed() {},
};

function fillProfile() {
  const me = currentUser();
  profile.reset();
  profile.displayName.value = me.displayName;
  profile.email.value = password.email.value = me.email;
}

function showDone(form) {
  show(named(form, "done"), true);
  setTimeout(() => show(named(form, "done"), false), 4000);
}
