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

  // The theme's labels are reached by mouse only; buttons are by keyboard, too.
  for (const label of document.querySelectorAll("label.md-header__button")) {
    if (!(label instanceof HTMLLabelElement)) continue;
    const control = document.getElementById(label.htmlFor);
    if (!(control instanceof HTMLInputElement)) continue;
    const button = document.createElement("button");
    const name = label.title || "Open or close the navigation";
    button.type = "button";
    button.className = label.className;
    button.hidden = label.hidden;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.append(...label.childNodes);
    label.replaceWith(button);
    control.tabIndex = -1; // it is not seen, and one stop is enough
    const drawer = control.type === "checkbox";
    const links = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".md-sidebar--primary .md-nav__list a"));
    const first = () => [...links].find((link) => link.offsetParent);
    if (drawer) button.classList.add("cb-menu");
    const tell = () => drawer && button.setAttribute("aria-expanded", String(control.checked));
    tell();
    control.addEventListener("change", tell);
    button.addEventListener("click", () => {
      control.click();
      if (drawer && control.checked) first()?.focus();
      // The switch of the scheme has two faces; the one that was used is gone now.
      const shown = button.parentElement?.querySelector("button:not([hidden])");
      if (button.hidden && shown instanceof HTMLElement) shown.focus();
    });
  }
  // Sections of the navigation fold by labels, too.
  for (const label of document.querySelectorAll("label.md-nav__link, .md-nav .md-nav .md-nav__title")) {
    if (!(label instanceof HTMLLabelElement) || !label.htmlFor) continue;
    label.tabIndex = 0;
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
    if (event.key !== "Escape" || !(drawer instanceof HTMLInputElement) || !drawer.checked) return;
    drawer.click();
    const button = document.querySelector("button.cb-menu");
    if (button instanceof HTMLElement) button.focus();
  });
})();
