// Says to screen readers what happens, in the one live region of the page.

const saying = new Set();

/** Say something to screen readers, also when it is the same sentence again; what comes together is said together. */
export function say(sentence) {
  const place = document.getElementById("say");
  if (!place || !sentence) return;
  place.textContent = "";
  if (!saying.size) {
    setTimeout(() => {
      place.textContent = [...saying].join(" ");
      saying.clear();
    }, 50);
  }
  saying.add(sentence);
}

/** What was said is no more: who reads on to the end of the page does not find it there. */
export function unsay(sentence) {
  saying.delete(sentence);
  const place = document.getElementById("say");
  if (place?.textContent.includes(sentence)) place.textContent = "";
}
