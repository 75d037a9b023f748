"""Lighthouse gives full marks for what does not depend on the machine; speed is reported in tests/perf."""

import pytest
from lighthouse import lighthouse, scores, shortcomings

CATEGORIES = ("accessibility", "best-practices", "seo")


@pytest.mark.needs("chromium", "node", "node_modules")
@pytest.mark.parametrize("name", ["home", "claims browser", "claim, refuted"])
def test_lighthouse_finds_nothing_to_mend(sites, name):
    report = lighthouse(sites.address(name), *CATEGORIES)
    assert scores(report) == dict.fromkeys(CATEGORIES, 100), shortcomings(report)
