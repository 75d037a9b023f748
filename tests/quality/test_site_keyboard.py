"""The two ways through a page that only a keyboard takes: past the frame, and through the menu of a phone."""

import pytest
from quality.visits import DESKTOP, PHONE, settled

pytestmark = pytest.mark.needs("chromium")


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
