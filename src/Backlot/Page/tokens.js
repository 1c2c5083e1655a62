// API tokens: what programs, and the command line, sign in with.

import { all, post, remove } from "./api.js";
import { copyOnClick } from "./copy.js";
import { copyOf, named, setItems, setText, show } from "./dom.js";
import { clearErrors, onSubmit } from "./forms.js";
import { attempt } from "./notice.js";
import { currentUser } from "./session.js";
import { day, facts, since } from "./words.js";

const section = document.getElementById("tokens");
const form = named(section, "form"), made = named(section, "made"), secret = named(section, "secret");
const rights = { read: "see", write: "change", generate: "generate", admin: "administer", "*": "everything" };
const dayMs = 86_400_000;

copyOnClick(named(section, "copy"), secret);
named(section, "done").addEventListener("click", hideMade);
for (const choice of form.scope) choice.addEventListener("change", () => keepChoicesApart(choice));

onSubmit(form, async ({ name, days }) => {
  const { token } = await post("/api/tokens", {
    name,
    scopes: [...form.scope].filter(choice => choice.checked).map(choice => choice.value),
    expiresAt: days ? new Date(Date.now() + Number(days) * dayMs).toISOString() : undefined,
  });
  form.reset();
  secret.value = token;
  show(made, true);
  secret.focus();
  secret.select();
  await fillTokens();
});

export async function fillTokens() {
  show(named(section, "admin-choice"), currentUser()?.role === "admin");
  const tokens = await all("/api/tokens");
  setItems(named(section, "list"), tokens, token => token.id, makeItem, fillItem);
  show(named(section, "empty"), tokens.length === 0);
}

export function emptyTokens() {
  hideMade();
  clearErrors(form);
  form.reset();
}

function hideMade() {
  secret.value = "";
  show(made, false);
}

/** Everything includes every other choice, so that one stands alone. */
function keepChoicesApart(changed) {
  if (!changed.checked) return;
  for (const choice of form.scope)
    if (choice !== changed && (choice.value === "*" || changed.value === "*")) choice.checked = false;
}

function makeItem(token) {
  const item = copyOf("token-template"), revoke = named(item, "revoke");
  revoke.addEventListener("click", () => attempt(async () => {
    await remove(`/api/tokens/${token.id}`);
    await fillTokens();
  }, revoke));
  return item;
}

function fillItem(item, token) {
  setText(named(item, "name"), token.name);
  setText(named(item, "last4"), `…${token.last4}`);
  setText(named(item, "facts"), facts(
    token.scopes.map(scope => rights[scope]).join(", "),
    token.lastUsedAt ? `used ${since(token.lastUsedAt)}` : "never used",
    token.expiresAt && `until ${day(token.expiresAt)}`));
  named(item, "revoke").setAttribute("aria-label", `Revoke ${token.name}`);
}
