"""What readers meet first: scores that lead to what they count, glossary links, coverage, news."""

import json
import re
from pathlib import Path

import pytest
from claimbase.model import Article, Topic, Verdict, VerdictChange
from claimbase.pipeline import examine
from claimbase.render import SiteSettings, iter_files, terms_of
from claimbase.render.crossrefs import Entry
from claimbase.render.glossary import GlossaryTerm, teller
from claimbase.render.home_page import NEWEST, newest_changes, newest_moves
from claimbase.render.list_pages import topic_pages
from claimbase.render.scores import UNITS, score_bars
from claimbase.render.single_pages import coverage
from evidence_sets import ONE_CELL, claim
from site_base import write_base

ROOT = Path(__file__).resolve().parent.parent
TOPIC = Topic(id="options", title="Options", question="Which?", order=1)
GLOSSARY = """# Glossary

## Running

### cpr-exec

A mode.

### KVM

Runs it.

### machine type

The model.

## Claims and verdicts

### limit

A reason.
"""
TERMS = terms_of(GLOSSARY)


# Scores


def entry(name: str, verdict: Verdict) -> Entry:
    return Entry(name, name.title(), f"It is {name}.", TOPIC.id, TOPIC.title, verdict, "", "the one environment holds")


def test_every_part_of_a_bar_leads_to_exactly_the_claims_that_it_counts():
    """Also where the claims of one verdict begin on a later page of the topic."""
    counts = {Verdict.SUPPORTED: 130, Verdict.CONTESTED: 1, Verdict.REFUTED: 90}
    entries = tuple(entry(f"{verdict}-{n}", verdict) for n in range(130) for verdict in counts if n < counts[verdict])
    pages = {page.uri: str(page.body) for page in topic_pages(TOPIC, entries)}
    (bar,) = score_bars([(TOPIC, tuple(counts.items()))])
    assert [part.count for part in bar.parts] == list(counts.values())
    for part in bar.parts:
        uri, _, anchor = part.uri.partition("#")
        begun = list(pages).index(uri)
        assert f'<h2 id="{anchor}">' in pages[uri]
        sections = [
            section
            for page in list(pages)[begun:]
            for section in re.findall(rf'<h2 id="{anchor}">.*?(?=<h2 |\Z)', pages[page], re.DOTALL)
        ]
        listed = re.findall(r'cb-list__title" href="\.\./claims/([^"]+)\.html"', "".join(sections))
        assert sorted(listed) == sorted(each.id for each in entries if each.verdict is part.verdict)


def test_bars_are_drawn_to_one_scale():
    other = TOPIC.model_copy(update={"id": "others"})
    small, large = score_bars(
        [(TOPIC, ((Verdict.SUPPORTED, 3),)), (other, ((Verdict.SUPPORTED, 8), (Verdict.REFUTED, 4)))]
    )
    assert [part.units for part in small.parts] == [3]
    assert small.rest == 9
    assert large.rest == 0


def test_bars_of_many_claims_stay_within_the_units_that_the_style_sheet_knows():
    (bar,) = score_bars([(TOPIC, ((Verdict.SUPPORTED, 990), (Verdict.CONTESTED, 1), (Verdict.REFUTED, 9)))])
    assert all(1 <= part.units <= UNITS for part in bar.parts)
    styles = (ROOT / "scripts/claimbase/render/assets/styles/components.css").read_text("utf-8")
    assert {int(n) for n in re.findall(r"\.cb-w(\d+) \{", styles)} == set(range(2, UNITS + 1))


def test_a_topic_without_a_claim_has_an_empty_bar():
    (bar,) = score_bars([(TOPIC, ())])
    assert (bar.total, bar.parts, bar.rest) == (0, (), 0)


# Glossary


def test_terms_are_the_headings_but_not_everyday_words():
    assert (
        GlossaryTerm("cpr-exec", "cpr-exec", "A mode."),
        GlossaryTerm("KVM", "kvm", "Runs it."),
        GlossaryTerm("machine type", "machine-type", "The model."),
    ) == TERMS


@pytest.mark.parametrize(
    ("texts", "linked"),
    [
        (["With KVM, cpr-exec works."], ["kvm", "cpr-exec"]),
        (["KVM and KVM", "KVM again"], ["kvm"]),
        (["Machine types age"], ["machine-type"]),
        (["`cpr-exec` as code"], []),
        (["[KVM](https://example.org/) is linked"], []),
        (["the option cpr-exec-command, and x-KVM, and KVM.rst, and a/KVM"], []),
        (["kvm is a word of its own in lower case"], []),
        (["(KVM)", "at the end: cpr-exec."], ["kvm", "cpr-exec"]),
        (["A limit is a limit."], []),
        (["*KVM* & <cpr-exec>"], ["kvm", "cpr-exec"]),
    ],
)
def test_each_term_is_linked_where_a_page_first_uses_it(texts, linked):
    tell = teller(TERMS, "../")
    html = "".join(tell(text) for text in texts)
    assert re.findall(r'class="cb-term" href="\.\./glossary\.html#([^"]+)"', html) == linked
    assert "<cpr" not in html


def test_words_stay_as_they_are_but_for_the_links():
    text = "With KVM, machine types & `x`, cpr-exec."
    html = teller(TERMS, "")(text)
    assert re.sub(r'<a class="cb-term"[^>]*>([^<]*)</a>', r"\1", html) == teller((), "")(text)


def test_pages_of_claims_link_terms_and_the_glossary_has_them(tmp_path):
    examined = examine(write_base(tmp_path))
    assert examined.sound
    glossary = (ROOT / "docs/glossary.md").read_text("utf-8")
    terms = (*terms_of(glossary), GlossaryTerm("option", "option"))
    made = iter_files(examined.sound, examined.assessments, SiteSettings("Site", terms=terms))
    page = next(str(file.body) for file in made if file.uri == "claims/option-x.html")
    assert page.count('href="../glossary.html#option"') == 1
    assert len(terms) > 15


# Coverage of the article


def test_coverage_counts_sentences_by_what_becomes_of_them():
    promotion = {"code": "promotion", "why": "w"}
    sentences = [
        {"number": 1, "paraphrase": "p", "type": "fact", "claims": ["a", "b"]},
        {"number": 2, "paraphrase": "p", "type": "question", "claims": ["b"]},
        {"number": 3, "paraphrase": "p", "type": "question", "unanswered": "u"},
        {"number": 4, "paraphrase": "p", "type": "promotion", "not_checkable": promotion},
    ]
    article = Article.model_validate_json(json.dumps({"source": "s", "sentences": sentences}))
    told = coverage(article.sentences)
    assert (told.sentences, told.answered, told.claims, told.unanswered) == (4, 2, 2, 1)
    assert told.by_type == (("question", 2, 1), ("fact", 1, 1), ("promotion", 1, 0))
    assert told.unchecked == (("promotion", 1),)


# News


def dated(name: str, *days: str):
    history = [{"date": day, "change": f"Change of {day}."} for day in days]
    return claim(ONE_CELL, [], id=name, history=history)


def test_newest_changes_come_first_and_before_first_versions_of_the_same_day():
    claims = [dated("a", "2026-11-20"), dated("b", "2026-11-01", "2026-11-20"), dated("c", "2026-11-25")]
    assert [new.claim for new in newest_changes(claims)] == ["c", "b", "a"]
    assert newest_changes(claims)[1].change == "Change of 2026-11-20."
    assert len(newest_changes(dated(f"x{n}", "2026-11-20") for n in range(50))) == NEWEST


def test_newest_moves_come_first():
    changes = [
        VerdictChange.model_validate({"date": f"2026-11-{day}", "claim": "a", "from": "refuted", "to": "supported"})
        for day in range(10, 20)
    ]
    assert [move.date for move in newest_moves(changes)] == [f"2026-11-{day}" for day in (19, 18, 17, 16, 15)]
