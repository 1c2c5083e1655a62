// Filling the page. Texts of albums only ever become text, never markup.

/** The element of this data-name below root. */
export const named = (root, name) => root.querySelector(`[data-name="${name}"]`);

/** A copy of what a template holds. */
export const copyOf = templateId => document.getElementById(templateId).content.firstElementChild.cloneNode(true);

/** Sets what differs only, so that screen readers and selections are left alone. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}

/** Signed links differ from hour to hour; what they lead to is in the path. */
const pathOf = link => link?.split("?")[0];

/** Whether the element already shows what the link leads to. */
export const showsLink = (element, link) => pathOf(element.dataset.link) === pathOf(link);

/** Shows a picture, or nothing while there is no link. */
export function setPicture(image, link, alt = "") {
  if (image.alt !== alt) image.alt = alt;
  show(image, Boolean(link));
  if (link && !showsLink(image, link)) {
    image.dataset.link = link;
    image.src = link;
  }
}

/** Brings a list's items into line with the entries, keeping those that are there already. */
export function setItems(list, entries, keyOf, make, fill) {
  const old = new Map([...list.children].map(item => [item.dataset.key, item]));
  entries.forEach((entry, at) => {
    const key = String(keyOf(entry));
    let item = old.get(key);
    old.delete(key);
    if (!item) {
      item = make(entry);
      item.dataset.key = key;
    }
    if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null);
    fill(item, entry);
  });
  old.forEach(item => item.remove());
}
