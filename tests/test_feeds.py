"""Feeds, `llms.txt` and the data files beside pages: valid, complete, the same at every address."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from claimbase.model import VerdictChange
from claimbase.pipeline import examine
from claimbase.render import SiteSettings, iter_files
from claimbase.render.feeds import LONGEST, feeds
from claimbase.schema import schema_files
from jsonschema import Draft202012Validator
from site_base import write_base

SETTINGS = SiteSettings("QEMU 10.2, <examined> & more")
KNOWN = replace(SETTINGS, site_url="https://example.org/q/")
ATOM = "{http://www.w3.org/2005/Atom}"
TITLES = (("a-claim", "A & <b>"), ("another", "Another"))


def moved(date: str, claim: str = "a-claim", before: str = "unsupported", after: str = "supported") -> VerdictChange:
    document = {"date": date, "claim": claim, "from": before, "to": after, "evidence": ["e1"]}
    return VerdictChange.model_validate_json(json.dumps(document))


MOVES = (moved("2026-11-22"), moved("2026-12-01", "another"), moved("2026-12-01", after="refuted"))


def made(changes=MOVES, settings=SETTINGS):
    atom, feed = feeds(changes, TITLES, "2026-11-23", settings)
    assert (atom.uri, feed.uri) == ("feeds/verdict-changes.atom", "feeds/verdict-changes.json")
    return ElementTree.fromstring(atom.body), json.loads(feed.body)


@pytest.mark.parametrize("settings", [SETTINGS, KNOWN])
@pytest.mark.parametrize("changes", [(), MOVES])
def test_atom_feed_has_what_the_standard_requires(changes, settings):
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    root, _ = made(changes, settings)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.findtext(f"{ATOM}updated", ""))
        assert element.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert len(root.findall(f"{ATOM}entry")) == len(changes)


@pytest.mark.parametrize("settings", [SETTINGS, KNOWN])
@pytest.mark.parametrize("changes", [(), MOVES])
def test_json_feed_has_what_the_standard_requires(changes, settings):
    """JSON Feed 1.1: version, title and items; an id and content in each item."""
    _, feed = made(changes, settings)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "QEMU 10.2, <examined> & more: verdict changes"
    assert len(feed["items"]) == len(changes)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]


def test_newest_move_comes_first_and_dates_the_feed():
    root, feed = made()
    assert [item["date_published"][:10] for item in feed["items"]] == ["2026-12-01", "2026-12-01", "2026-11-22"]
    assert feed["items"][0]["title"] == "A & <b>: refuted"
    assert "“unsupported” to “refuted”. Evidence: e1." in feed["items"][0]["content_text"]
    assert root.findtext(f"{ATOM}updated") == "2026-12-01T00:00:00Z"


def test_feed_without_a_move_is_as_of_the_base():
    assert made(())[0].findtext(f"{ATOM}updated") == "2026-11-23T00:00:00Z"


def test_ids_stay_when_the_site_moves_and_when_moves_follow():
    here, there = made(MOVES[:2]), made(MOVES, KNOWN)
    first = {item["title"]: item["id"] for item in here[1]["items"]}
    later = {item["title"]: item["id"] for item in there[1]["items"]}
    assert first.items() <= later.items()
    assert here[0].findtext(f"{ATOM}id") == there[0].findtext(f"{ATOM}id")


def test_the_same_move_twice_on_one_day_has_two_ids():
    _, feed = made((moved("2026-12-01"), moved("2026-12-01", before="supported", after="refuted"), moved("2026-12-01")))
    assert len({item["id"] for item in feed["items"]}) == 3


def test_addresses_are_relative_until_the_sites_own_is_known():
    root, feed = made()
    assert root.find(f"{ATOM}link[@rel='self']") is None
    assert "feed_url" not in feed
    assert feed["items"][0]["url"] == "../claims/a-claim.html"
    root, feed = made(settings=KNOWN)
    own = root.find(f"{ATOM}link[@rel='self']")
    assert own is not None
    assert own.attrib["href"] == "https://example.org/q/feeds/verdict-changes.atom"
    assert feed["feed_url"] == "https://example.org/q/feeds/verdict-changes.json"
    assert feed["items"][0]["url"] == "https://example.org/q/claims/a-claim.html"


def test_feeds_do_not_grow_without_bound():
    many = tuple(moved(f"20{year:02}-{month:02}-01") for year in range(10, 40) for month in range(1, 13))
    root, feed = made(many)
    assert len(feed["items"]) == len(root.findall(f"{ATOM}entry")) == LONGEST
    assert feed["items"][0]["date_published"].startswith("2039-12-01")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    examined = examine(write_base(tmp_path_factory.mktemp("base")))
    assert examined.sound
    made = iter_files(examined.sound, examined.assessments, SETTINGS)
    return {file.uri: file for file in made}


def test_claim_file_holds_the_claim_as_written_and_as_assessed(files):
    data = json.loads(files["claims/option-x.json"].body)
    assert data["claim"]["evidence"][0]["locator"]["lines"] == [15, 16]
    Draft202012Validator(json.loads(schema_files()["claim.schema.json"])).validate(data["claim"])
    assessment = data["assessment"]
    assert (assessment["verdict"], assessment["certainty"]) == ("supported-with-limits", "high")
    assert assessment["cells"]["dimensions"] == ["qemu", "accelerator"]
    assert assessment["cells"]["values"] == [["10.2"], ["tcg", "kvm"]]
    assert assessment["cells"]["outcomes"] == "ho"
    assert [item["level"] for item in assessment["items"]] == [4, 0, None]
    assert data["cite_as"] == "qemu-10-2/option-x"


def test_addresses_in_a_claim_file_lead_to_pages(files):
    data = json.loads(files["claims/option-x.json"].body)
    assert f"claims/{data['page']}" in files
    assert data["sources"]
    for address in data["sources"].values():
        assert address.removeprefix("../") in files


def test_llms_text_follows_the_convention_and_names_pages_that_exist(files):
    """The convention of llmstxt.org: one level-1 heading, a quotation, sections with lists of links."""
    text = files["llms.txt"].body.decode()
    assert text.startswith("# QEMU 10.2, <examined> & more\n\n> ")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert "## Optional" in text
    addresses = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): .+$", text, re.MULTILINE)
    assert "claims/option-x.json" in addresses
    by_hand = {"glossary.html", "data.html"}
    assert [address for address in addresses if address not in files and address not in by_hand] == []
