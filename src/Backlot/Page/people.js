// For admins: who has an account, and how others get one.

import { all, patch, post, remove } from "./api.js";
import { copyOnClick } from "./copy.js";
import { copyOf, named, setItems, setText, show } from "./dom.js";
import { clearErrors, onSubmit } from "./forms.js";
import { attempt } from "./notice.js";
import { currentUser } from "./session.js";
import { facts, since } from "./words.js";

const section = document.getElementById("people");
const form = named(section, "form"), made = named(section, "made"), link = named(section, "link");

copyOnClick(named(section, "copy"), link);
named(section, "done").addEventListener("click", hideLink);

onSubmit(form, async values => {
  const invitation = await post("/api/invitations", values);
  form.reset();
  showLink(`For ${values.email.trim()}: the link works once, within an hour.`, invitation.link);
  await fillPeople();
});

export async function fillPeople() {
  const isAdmin = currentUser()?.role === "admin";
  show(section, isAdmin);
  if (!isAdmin) return;
  const [users, invitations] = await Promise.all([all("/api/users"), all("/api/invitations")]);
  setItems(named(section, "list"), users, user => user.id, makeUser, fillUser);
  setItems(named(section, "invitations"), invitations, invitation => invitation.id, makeInvitation, fillInvitation);
}

export function emptyPeople() {
  hideLink();
  clearErrors(form);
  form.reset();
}

function showLink(sentence, address) {
  setText(named(section, "sentence"), sentence);
  link.value = address;
  show(made, true);
  link.focus();
  link.select();
}

function hideLink() {
  link.value = "";
  show(made, false);
}

function makeUser(user) {
  const item = copyOf("person-template");
  onClick(item, "role", () => patch(`/api/users/${user.id}`, { role: item.dataset.role === "admin" ? "member" : "admin" }));
  onClick(item, "disable", () => patch(`/api/users/${user.id}`, { disabled: item.dataset.disabled !== "true" }));
  onClick(item, "reset", async () => {
    const made = await post(`/api/users/${user.id}/password-reset`);
    showLink(`For ${user.displayName}: by this link they choose a new password, once, within an hour.`, made.link);
  });
  return item;
}

function fillUser(item, user) {
  const isMe = user.id === currentUser()?.id;
  item.dataset.role = user.role;
  item.dataset.disabled = user.disabled;
  setText(named(item, "name"), user.displayName);
  setText(named(item, "facts"), facts(user.email, user.lastSeenAt ? `seen ${since(user.lastSeenAt)}` : "never seen"));
  show(named(item, "admin"), user.role === "admin");
  show(named(item, "disabled"), user.disabled);
  setText(named(item, "role"), user.role === "admin" ? "Make member" : "Make admin");
  setText(named(item, "disable"), user.disabled ? "Enable" : "Disable");
  show(named(item, "role"), !isMe && !user.disabled);
  show(named(item, "disable"), !isMe);
  show(named(item, "reset"), !isMe && !user.disabled);
  for (const [name, words] of [["role", named(item, "role").textContent], ["disable", named(item, "disable").textContent], ["reset", "New password"]])
    named(item, name).setAttribute("aria-label", `${words}: ${user.displayName}`);
}

function makeInvitation(invitation) {
  const item = copyOf("invitation-template");
  onClick(item, "withdraw", () => remove(`/api/invitations/${invitation.id}`));
  return item;
}

function fillInvitation(item, invitation) {
  setText(named(item, "email"), invitation.email);
  setText(named(item, "facts"), facts(invitation.role === "admin" && "admin", `invited ${since(invitation.createdAt)}`));
  named(item, "withdraw").setAttribute("aria-label", `Withdraw the invitation of ${invitation.email}`);
}

function onClick(item, name, work) {
  const button = named(item, name);
  button.addEventListener("click", () => attempt(async () => {
    await work();
    await fillPeople();
  }, button));
}
