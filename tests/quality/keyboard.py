"""Walks a page by Tab alone: what is reached, what is not, and whether one sees where one is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What Tab should stop at: of a group of radio buttons one, of what is folded or hidden nothing.
CONTROLS = """() => {
  const all = document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex^='-'])");
  const groups = new Set();
  window.controls = [...all].filter((e) => {
    if (e.disabled || e.closest("[inert]") || !e.checkVisibility({ visibilityProperty: true })) return false;
    if (e.tabIndex < 0) return false;
    if (e.type !== "radio") return true;
    const group = e.form?.id + "/" + e.name, seen = groups.has(group);
    groups.add(group);
    return !seen;
  });
  return window.controls.length;
}"""

# At each press of a key the element that has the focus is looked at: the page has moved to it by then.
WATCH = """() => {
  window.reached = new Map();
  const marked = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none";
  const shown = (e) => {
    const label = e.labels?.[0], faces = [e, ...(label ? [label] : []), ...(e.closest(".cb-focus") ? [] : [])];
    if (!faces.some((face) => marked(getComputedStyle(face)))) return "no mark of focus";
    const boxes = faces.flatMap((face) => [...face.getClientRects()]);
    const clear = boxes.some((box) => {
      for (const part of [0.5, 0.1, 0.9]) {
        const x = box.left + box.width * part, y = Math.min(box.top + box.height / 2, innerHeight - 1);
        const there = document.elementFromPoint(x, Math.max(y, 0));
        if (there && faces.some((face) => face.contains(there) || there.contains(face))) return true;
      }
      return false;
    });
    return clear ? "" : "hidden by something or out of view";
  };
  document.addEventListener("keydown", () => {
    const e = document.activeElement;
    if (e && e !== document.body && !window.reached.has(e)) window.reached.set(e, shown(e));
  }, true);
}"""

RESULT = """() => {
  const name = (e) => e.outerHTML.slice(0, 140);
  const radio = (e) => e.type === "radio"
    && [...window.reached.keys()].some((other) => other.type === "radio" && other.name === e.name);
  return {
    missed: window.controls.filter((e) => !window.reached.has(e) && !radio(e)).map(name),
    unseen: [...window.reached].filter(([, why]) => why).map(([e, why]) => `${why}: ${name(e)}`),
  };
}"""


def walked(page: "Page") -> dict[str, list[str]]:
    """The controls that Tab missed, and those it reached without a mark that is seen."""
    page.add_style_tag(content="* { scroll-behavior: auto !important }")
    controls = page.evaluate(CONTROLS)
    page.evaluate(WATCH)
    dates = page.locator("input[type=date]:visible").count()  # day, month, year and calendar: a stop each
    for _ in range(controls + 3 * dates + 2):  # a trap shows as controls that are missed
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    result: dict[str, list[str]] = page.evaluate(RESULT)
    return result if controls > 8 else {**result, "missed": [f"there are only {controls} controls"]}
