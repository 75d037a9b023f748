// Buttons that copy: beside the token and every citation of a page that shows how to cite it.
// Without this script the texts are there to be marked, and the files to be saved.
(() => {
  "use strict";

  const told = document.createElement("p");
  told.className = "cb-unseen";
  told.setAttribute("role", "status");

  /** @param {Element} source */
  const mark = (source) => {
    const range = document.createRange();
    range.selectNodeContents(source);
    const marked = getSelection();
    marked?.removeAllRanges();
    marked?.addRange(range);
  };

  /** @param {Element} source @returns {Promise<boolean>} whether its text is in the clipboard now */
  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent ?? "");
      return true;
    } catch {
      // Where pages are not served securely there is no such clipboard, or it is not allowed.
      mark(source);
      return document.execCommand("copy");
    }
  };

  /** @type {Text[]} */
  const words = [];
  for (const source of document.querySelectorAll("[data-copy]")) {
    const place = source.closest("dd");
    const name = place?.previousElementSibling?.textContent ?? "Citation";
    if (!place) continue;
    const button = document.createElement("button");
    const word = document.createTextNode("Copy");
    const what = document.createElement("span");
    what.className = "cb-unseen";
    what.textContent = ` ${name}`;
    button.type = "button";
    button.className = "cb-copy";
    button.append(word, what);
    words.push(word);
    button.addEventListener("click", async () => {
      const done = await copy(source);
      for (const other of words) other.data = "Copy";
      word.data = done ? "Copied" : "Marked";
      told.textContent = done ? `${name} copied.` : `${name} is marked; copy it with your browser's own command.`;
    });
    place.append(" ", button);
  }
  document.querySelector(".cb-copy")?.closest("dl")?.after(told);
})();
