"""Every page type by keyboard alone: each control is reached by Tab, is seen when it is, and none holds the focus."""

import pytest
from quality.test_site_quality import DESKTOP, PHONE, settled
from site_pages import page_types

pytestmark = pytest.mark.needs("chromium")

TYPES = list(page_types())
ON_A_PHONE = ["home", "claims browser", "claim, measured", "glossary", "comparison, filled", "benchmark"]

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


@pytest.mark.parametrize(
    ("name", "size"),
    [*((name, DESKTOP) for name in TYPES), *((name, PHONE) for name in ON_A_PHONE)],
    ids=[*TYPES, *(f"{name}, phone" for name in ON_A_PHONE)],
)
def test_tab_reaches_every_control_and_shows_where_it_is(sites, page_factory, name, size):
    page = page_factory(sites.origin(name), viewport=size).page
    settled(page, sites.address(name))
    page.add_style_tag(content="* { scroll-behavior: auto !important }")
    controls = page.evaluate(CONTROLS)
    page.evaluate(WATCH)
    for _ in range(controls + 2):  # a trap shows as controls that are missed
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    assert controls > 8
    assert page.evaluate(RESULT) == {"missed": [], "unseen": []}


@pytest.mark.parametrize("name", ["home", "claims browser", "claim, refuted", "glossary"])
def test_first_stop_is_a_link_that_skips_to_the_content(sites, page_factory, name):
    page = page_factory(sites.origin(name), viewport=DESKTOP).page
    settled(page, sites.address(name))
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text().strip() == "Skip to content"
    box = focused.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main article').contains(document.activeElement)")


@pytest.mark.parametrize("name", ["home", "claim, refuted", "glossary"])
def test_menu_of_a_phone_opens_is_walked_and_closes_by_keyboard(sites, page_factory, name):
    page = page_factory(sites.origin(name), viewport=PHONE).page
    settled(page, sites.address(name))
    inside = "document.querySelector('.md-sidebar--primary').contains(document.activeElement)"
    menu = page.locator("button.cb-menu")
    menu.focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    page.wait_for_function(inside)
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.matches('button.cb-menu')")
    page.keyboard.press("Tab")
    assert not page.evaluate(inside)
