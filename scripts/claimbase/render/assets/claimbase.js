// The site's own script: the switch of the colour scheme, and keys for the drawer.
// Pages are complete without it. It is a classic script, so that it runs from a file as well.
(() => {
  "use strict";

  // The theme's inline script, at the start of each page, paints the chosen scheme; these are its own accessors.
  const { __md_get: read, __md_set: write } = /** @type {any} */ (window);

  /**
   * @param {HTMLInputElement} input
   * @returns {Record<string, string>}
   */
  const colours = (input) => ({
    media: input.dataset.mdColorMedia ?? "",
    scheme: input.dataset.mdColorScheme ?? "",
    primary: input.dataset.mdColorPrimary ?? "",
    accent: input.dataset.mdColorAccent ?? "",
  });

  /** @returns {Record<string, string> | null} */
  const stored = () => {
    try {
      return read("__palette")?.color ?? null;
    } catch {
      return null; // storage is off or holds something else
    }
  };

  /**
   * @param {HTMLInputElement[]} inputs
   * @param {number} index
   * @param {boolean} keep whether the choice is to last
   */
  const show = (inputs, index, keep) => {
    const input = inputs[index];
    if (!input) return;
    const color = colours(input);
    for (const [name, value] of Object.entries(color)) document.body.setAttribute(`data-md-color-${name}`, value);
    input.checked = true;
    inputs.forEach((other, place) => {
      const label = other.nextElementSibling;
      if (label instanceof HTMLElement) label.hidden = place !== index;
    });
    if (keep) write("__palette", { index, color });
  };

  const form = document.querySelector("form[data-md-component=palette]");
  if (form) {
    const inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input")]);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const bySystem = () => Math.max(0, inputs.findIndex((input) => matchMedia(input.dataset.mdColorMedia ?? "").matches));
    const scheme = stored()?.scheme;
    const chosen = inputs.findIndex((input) => input.dataset.mdColorScheme === scheme);
    show(inputs, chosen < 0 ? bySystem() : chosen, false);
    dark.addEventListener("change", () => {
      if (!stored()) show(inputs, bySystem(), false);
    });
    inputs.forEach((input, index) => input.addEventListener("change", () => show(inputs, index, true)));
  }

  // The theme's labels are reached by mouse only; with these they are by keyboard, too.
  for (const label of document.querySelectorAll("label.md-header__button, label.md-nav__title[for=__drawer]")) {
    if (!(label instanceof HTMLLabelElement) || label.htmlFor === "__search") continue;
    if (label.classList.contains("md-nav__title")) continue;
    label.tabIndex = 0;
    label.setAttribute("role", "button");
    if (label.htmlFor === "__drawer") label.setAttribute("aria-label", "Open or close the navigation");
    else label.setAttribute("aria-label", label.title);
    label.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      label.click();
    });
  }
  // “/” leads to the search: the browser's own field, or the header's, or its button where that is all there is.
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement)) return;
    const writing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    const search = target instanceof HTMLInputElement && target.type === "search";
    if (key === "Escape" && search) {
      event.preventDefault(); // it would empty the field
      target.blur();
    } else if (key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const fields = ["#q", ".cb-seek__field", ".cb-seek__button"].map((name) => document.querySelector(name));
      const field = fields.find((each) => each instanceof HTMLElement && each.offsetParent);
      if (!(field instanceof HTMLElement)) return;
      event.preventDefault();
      field.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    const drawer = document.getElementById("__drawer");
    if (event.key === "Escape" && drawer instanceof HTMLInputElement) drawer.checked = false;
  });
})();
