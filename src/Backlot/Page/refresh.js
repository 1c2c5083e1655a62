/**
 * Work that is asked for often and done at most every so many milliseconds, never twice at once; what is asked for in
 * the meantime is done once more afterwards.
 */
export function atMostEvery(milliseconds, work) {
  let running = null, wanted = false;

  async function run() {
    do {
      wanted = false;
      await work();
      await new Promise(resolve => setTimeout(resolve, milliseconds));
    } while (wanted);
    running = null;
  }

  return () => {
    wanted = true;
    running ??= run();
  };
}
