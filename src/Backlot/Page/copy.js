// Buttons that copy a field.

import { tell } from "./notice.js";

export function copyOnClick(button, field) {
  const words = button.textContent;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = words; }, 2000);
    } catch {
      tell("The browser did not allow copying: the text is selected, so Ctrl+C copies it.");
    }
  });
}
