// Whose page it is: the name at the top leads to the account.

import { setText, show } from "./dom.js";
import { currentUser } from "./session.js";

const link = document.getElementById("account-link");

export function greet() {
  const me = currentUser();
  show(link, me !== null);
  setText(link, me?.displayName ?? "");
  link.setAttribute("aria-label", me ? `Account of ${me.displayName}` : "");
}
