// Forms whose fields the server judges: what it says of a field is shown beside that field.

import { named, show } from "./dom.js";

/**
 * Sends a form when it is submitted, with its button off meanwhile.
 * @param send Called with the form's values by name.
 */
export function onSubmit(form, send) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    clearErrors(form);
    const button = form.querySelector("button.primary");
    button.disabled = true;
    try {
      await send(valuesOf(form));
    } catch (error) {
      showProblem(form, error);
    } finally {
      button.disabled = false;
    }
  });
}

const valuesOf = form => Object.fromEntries(
  [...form.elements].filter(field => field.name && field.type !== "checkbox").map(field => [field.name, field.value]));

export const showProblem = (form, error, nameOf) =>
  showErrors(form, error.errors?.length > 0 ? error.errors : [{ pointer: "", detail: error.message }], nameOf);

/**
 * Shows each error beside its field, the others above the form, and goes to the first; to the last field when none is at fault.
 * @param nameOf From an error's pointer to a field's name.
 */
export function showErrors(form, errors, nameOf = pointer => pointer.slice(1)) {
  const shown = errors.map(({ pointer, detail }) => {
    const field = form.elements[nameOf(pointer)];
    const place = field ? errorPlaceOf(field) : named(form, "problem");
    // The server's sentence names the field for those who do not see it; here it stands beside it.
    const words = field ? detail.replace(/^\w+: /, "") : detail;
    place.textContent = words[0].toUpperCase() + words.slice(1);
    show(place, true);
    field?.setAttribute("aria-invalid", "true");
    return field;
  });
  (shown.find(Boolean) ?? [...form.querySelectorAll("input")].at(-1)).focus();
}

export function clearErrors(form) {
  for (const place of form.querySelectorAll(".error")) show(place, false);
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

/** The last of what describes a field is where its error stands. */
const errorPlaceOf = field => document.getElementById(field.getAttribute("aria-describedby").split(" ").at(-1));
