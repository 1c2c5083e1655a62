// One sentence above everything, for what a person should know now.

const notice = document.getElementById("notice");
let isPassing = false;

export function tell(sentence) {
  isPassing = false;
  notice.textContent = sentence;
  notice.hidden = false;
}

export const clearNotice = () => { notice.hidden = true; };

/** Does what a person asked for, with its button off meanwhile, and tells why it did not work. */
export async function attempt(work, button) {
  clearNotice();
  if (button) button.disabled = true;
  try {
    await work();
  } catch (error) {
    if (error.status !== 401) tell(error.message);
  } finally {
    if (button) button.disabled = false;
  }
}

/** Does what nobody asked for but everybody expects: its trouble is told until the next time it works. */
export async function keepTrying(work) {
  try {
    await work();
    if (isPassing) clearNotice();
  } catch (error) {
    if (error.status === 401) return;
    tell(error.message);
    isPassing = true;
  }
}
