"""The decision memo: its lines, its rules, what it says, and the documents that it becomes."""

import contextlib
import io
import itertools
import re
import subprocess
import zipfile

import comrak
import docx
import lxml.html
import pytest
from claimbase.memo import changes_since, html_page, markdown, memo_blocks, read_memo
from claimbase.memo.inline import escaped, line_of, plain, runs
from claimbase.memo.matching import missing, state_of
from claimbase.memo.record import UnreadableMemoError
from claimbase.memo.rules import ANSWER_RULES, FIRINGS, answer_rule, letters_of, table_of_answers
from claimbase.memo.word import word_file
from claimbase.model import Applicability, Effect, Profile, Recommendation, Retirement, Tombstone
from claimbase.model.claim import HistoryEntry, RetirementNotice
from hypothesis import given
from hypothesis import strategies as st
from memo_profiles import BASE, DAY, NAMES, ROOT, examined, facets_of, memo, memo_for, profiles, sheet

FULL = {"qemu": "10.2", "updated-today-by": "cpr-transfer", "memory-backend": "shared", "accelerator": "kvm"}


def text_of(answers: dict[str, str], **options) -> str:
    return markdown(memo_blocks(memo(answers, **options)))


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next of its level."""
    return re.split(rf"^## {re.escape(heading)}$", text, flags=re.MULTILINE)[1].split("\n## ")[0]


# Lines.


@pytest.mark.parametrize(
    ("prose", "line"),
    [
        ("plain words, io_uring and a-b", "plain words, io_uring and a-b"),
        ("`code_x | y` and *emphasis* and **more**", "`code_x | y` and emphasis and more"),
        ("[out](https://example.org/a?b=1) and [inside](glossary.html)", "[out](https://example.org/a?b=1) and inside"),
        ("[x](javascript:alert(1))", "x"),
        ("<b onclick=x>bold</b> & &amp;", "\\<b onclick=x\\>bold\\</b\\> & &"),
        ("two\nlines\n\nand a paragraph", "two lines and a paragraph"),
        ("1. no list", "1\\. no list"),
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("_x_ a_b", "x a_b"),
        ("a | b ~~c~~ \\* d", "a \\| b \\~\\~c\\~\\~ \\* d"),
        ("see ![alt](https://example.org/x.png) there", "see there"),
    ],
)
def test_prose_becomes_one_line_of_text_code_and_links(prose: str, line: str) -> None:
    assert line_of(prose) == line


@given(st.text(max_size=60))
def test_a_name_stands_for_itself_whatever_it_holds(text: str) -> None:
    """As a Markdown engine reads it, it is one paragraph of the same words, and so read back by our own reader."""
    shown = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    line = escaped(shown)
    assert plain(line) == shown
    if not shown:
        return
    for before, after in (("", ""), ("| x | y |\n| --- | --- |\n| ", " | z |")):
        html = comrak.render_markdown(before + line + after, extension_options=_tables())
        found = lxml.html.fragment_fromstring(html, create_parent=True)
        assert {element.tag for element in found.iter()} <= {"div", "p", "table", "thead", "tbody", "tr", "th", "td"}
        assert " ".join(found.text_content().split()).endswith(shown if not after else f"{shown} z")


def _tables() -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    options.table = options.strikethrough = True
    return options


@given(st.text(alphabet="ab_*`[]()<>|\\~&#1.-! \nhttps:/", max_size=40))
def test_a_line_that_is_made_a_line_again_keeps_its_words(prose: str) -> None:
    line = line_of(prose)
    assert "\n" not in line
    assert plain(line_of(line)) == plain(line)
    assert all(run.style != "link" or run.url.startswith("http") for run in runs(line))


# Rules.


def test_every_set_of_firings_has_one_answer_and_blocks_weigh_most() -> None:
    table = dict(table_of_answers())
    assert len(table) == 2 ** len(FIRINGS)
    for letters, rule in table.items():
        assert ("B" in letters) is (rule.recommendation is Recommendation.WAIT)
        if rule.recommendation in {Recommendation.GO, Recommendation.GO_WITH_CONDITIONS}:
            assert "A" in letters
            assert "b" not in letters
        assert (rule.recommendation is Recommendation.GO) is (letters in {"A", "Aa"})
    assert {rule.id for rule in table.values()} == {rule.id for rule in ANSWER_RULES}
    assert letters_of(FIRINGS) == "BbCcAa"
    assert answer_rule(()).recommendation is Recommendation.NOT_ENOUGH_KNOWN


@pytest.mark.parametrize("root", [ROOT, BASE], ids=["real", "fixture"])
def test_whether_a_rule_fires_is_what_trying_every_environment_gives(root) -> None:
    """For rules that look at one claim, and so that no dimension comes in twice."""
    made = sheet(root)
    claims = {claim.id: claim for claim in made.claims}
    facets = facets_of(root)
    for profile in list(profiles(facets, 12))[::7]:
        left = memo_for(profile, root).left
        for rule in (rule for decision in made.decisions for rule in decision.rules if len(rule.looks_at) == 1):
            named = dict.fromkeys(
                [*(name for name, _ in rule.when), *(n for n, _ in claims[rule.looks_at[0].claim].scope)]
            )
            singles = [
                state_of(rule, claims, {**left, **{name: (value,) for name, value in zip(named, chosen, strict=True)}})
                for chosen in itertools.product(*(left[name] for name in named))
            ]
            assert Applicability.MAY_APPLY not in singles
            expected = set(singles).pop() if len(set(singles)) == 1 else Applicability.MAY_APPLY
            assert state_of(rule, claims, left) is expected, rule.id
            if expected is Applicability.MAY_APPLY:
                assert missing(rule, claims, left)


def test_claim_whose_verdict_is_set_by_hand_is_open_everywhere() -> None:
    held = {claim.id: claim.outcomes for claim in sheet().claims}
    assert set(held["memory-backend-shared-requirement"]) == {"o"}


def test_answers_of_the_fixture_come_out_as_its_rules_say() -> None:
    def answers(given: dict[str, str]) -> list[str]:
        return [answer for answer, _ in memo(given).answers]

    assert answers({"qemu": "11.1"})[0] == "go"
    assert answers({"qemu": "10.2", "accelerator": "tcg", "updated-today-by": "cpr-transfer"})[1] == "wait"
    assert answers({"qemu": "10.2", "accelerator": "kvm", "updated-today-by": "cpr-transfer"})[1] == "go"
    assert (
        answers({"qemu": "10.2", "accelerator": "kvm", "updated-today-by": "guest-reboot"})[1] == "go-with-conditions"
    )
    assert answers({"qemu": "10.2", "updated-today-by": "cpr-transfer"})[1] == "not-enough-known"
    assert answers({"qemu": "7.2"}) == ["not-enough-known"] * 2


def test_every_rule_of_the_real_base_fires_in_the_environment_that_it_speaks_of() -> None:
    made = sheet(ROOT)
    claims = {claim.id: claim for claim in made.claims}
    for rule in (rule for decision in made.decisions for rule in decision.rules):
        answers = {name: values[0] for name, values in rule.when}
        for looked in rule.looks_at:
            answers |= cell_with(claims[looked.claim], looked, dict(rule.when))
        fired = {each.rule.id: each for each in memo(answers, ROOT).fired}
        assert rule.id in fired, f"{rule.id} does not fire for {answers}"
        assert fired[rule.id].certain, f"{rule.id} fires for {answers} only perhaps"


def cell_with(claim, looked, when: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """The first cell of a claim that has an outcome for which a rule fires; without what the rule fixes."""
    fixed = dict(looked.at)
    for number, cell in enumerate(itertools.product(*(values for _, values in claim.scope))):
        values = dict(zip((name for name, _ in claim.scope), cell, strict=True))
        fits = all(value in when.get(name, (value,)) for name, value in values.items() if name not in fixed)
        if claim.outcomes[number] in looked.outcomes and fits and fixed.items() <= values.items():
            return {name: value for name, value in values.items() if name not in fixed}
    raise AssertionError(f"{claim.id} has no such cell")


# What a memo says.


@pytest.mark.parametrize("root", [ROOT, BASE], ids=["real", "fixture"])
def test_no_fill_in_is_left_and_every_reference_leads_somewhere(root) -> None:
    for profile in profiles(facets_of(root), 5):
        text = markdown(memo_blocks(memo_for(nameless(profile), root)))
        assert not re.search(r"\{[a-z-]+\}", text)
        findings = set(re.findall(r"^\| ([0-9]+) \|", section(text, "Findings"), flags=re.MULTILINE))
        named = {each for group in re.findall(r"finding ([0-9, ]+)", text) for each in re.findall("[0-9]+", group)}
        assert named <= findings
        labels = set(re.findall(r"^- (R[0-9]+):", text, flags=re.MULTILINE))
        assert set(re.findall(r"R[0-9]+(?=[;)])", text)) <= labels


def nameless(profile: Profile) -> Profile:
    return Profile(answers=profile.answers)


def test_same_inputs_give_the_same_memo_and_sections_stand_in_order() -> None:
    text = text_of(FULL)
    assert text == text_of(FULL)
    wanted = ["The answer in short", "How to read this memo", "Environment", "Findings", "Risks", "Conditions to meet",
              "Open questions", "Rules that led to the recommendations", "Citations",
              "Date, expiry, and how to make it again", "Decision", "For the program"]  # fmt: skip
    assert [heading for heading in re.findall(r"^## (.+)$", text, flags=re.MULTILINE) if heading != "Terms"] == wanted


def test_verdict_here_stands_beside_the_one_in_general_where_they_differ() -> None:
    rows = section(text_of({"qemu": "10.2", "updated-today-by": "guest-reboot"}), "Findings")
    row = next(line for line in rows.splitlines() if "pause" in line)
    assert "| unsupported | none | refuted, moderate certainty |" in row


def test_only_words_that_the_memo_uses_are_explained() -> None:
    words = re.findall(
        r"^- \*\*([a-z ]+)\*\*:", section(text_of({"qemu": "11.1"}), "How to read this memo"), re.MULTILINE
    )
    assert words == ["refuted", "high"]


def test_missing_answer_is_asked_for_with_the_way_to_find_it() -> None:
    asked = section(text_of({"qemu": "10.2", "updated-today-by": "cpr-transfer"}), "Open questions")
    assert "**Does the guest run with KVM or under emulation?**" in asked
    assert "1 that may block" in asked


def test_finding_that_is_open_here_comes_with_its_test() -> None:
    asked = section(text_of({"qemu": "10.2", "updated-today-by": "guest-reboot"}), "Open questions")
    assert re.search(r"Finding \d+ \(open here, at least in part\): ", asked)


def test_tokens_say_that_there_is_no_edition() -> None:
    cited = section(text_of(FULL), "Citations")
    assert "There is no frozen edition yet" in cited
    assert "1. `qemu-10-2/live-update-while-running` " in cited


def test_tokens_name_the_edition_for_claims_that_it_holds_unchanged() -> None:
    from claimbase.memo import Frozen, memo_of, sheet_of

    found = examined(BASE)
    frozen = Frozen("2026.12", (("live-update-while-running", "1a2b3c4d" + "0" * 56),))
    assert found.kb
    held = sheet_of(found.kb, found.assessments, found.evaluations, (), frozen)
    assert held
    text = markdown(memo_blocks(memo_of(held, found.kb, found.assessments, Profile(), DAY)))
    cited = section(text, "Citations")
    assert "`qemu-10-2/live-update-while-running@2026.12#1a2b3c4d`" in cited
    assert "`qemu-10-2/live-update-guest-pause`" in cited
    assert "The tokens name edition 2026.12" in cited


def test_memo_expires_on_the_first_day_on_which_a_finding_is_due() -> None:
    answers = {"qemu": "10.2", "accelerator": "kvm"}
    assert memo(answers).expires == "2027-05-01"
    renewal = section(text_of(answers), "Date, expiry, and how to make it again")
    assert "It expires on 2027-05-01" in renewal
    assert "QEMU 11.2 or later is released (finding 1, " in renewal
    assert "out of date" not in text_of(answers, date="2027-04-30")
    assert "out of date" in text_of(answers, date="2027-05-01")
    assert memo({"qemu": "11.1"}).expires == ""


def test_release_that_is_out_already_is_said() -> None:
    from claimbase.memo.sheet import _release

    facets = facets_of(BASE)
    assert _release((11, 2), facets) == "QEMU 11.2 or later is released"
    assert _release((10, 2), facets).endswith("(it is out already)")


@pytest.mark.parametrize("name", NAMES[1:])
def test_name_of_an_environment_is_text_in_every_format(name: str) -> None:
    made = memo(FULL, name=name)
    blocks = memo_blocks(made)
    head = markdown(blocks).partition("## The answer in short")[0]
    table = lxml.html.fragment_fromstring(
        comrak.render_markdown(head, extension_options=_tables()), create_parent=True
    ).find(".//table")
    assert table.xpath(".//td[2]")[0].text_content() == name
    assert not table.xpath(".//a | .//img | .//b | .//code")
    page = lxml.html.fromstring(html_page(blocks).encode())
    assert page.xpath("//tr[1]/td")[0].text_content() == name
    document = docx.Document(io.BytesIO(word_file(blocks, DAY)))
    assert document.tables[0].rows[0].cells[1].text == name


# Documents.


def test_html_needs_nothing_else_and_holds_what_the_markdown_holds() -> None:
    blocks = memo_blocks(memo(FULL))
    page = lxml.html.fromstring(html_page(blocks).encode())
    assert page.xpath("//title")[0].text == "Decision memo: QEMU 10.2"
    assert not page.xpath("//script | //link | //img | //iframe")
    assert all(each.startswith("https://") for each in page.xpath("//@href"))
    assert len(page.xpath("//h2")) == len(re.findall(r"^## ", markdown(blocks), flags=re.MULTILINE))
    assert page.xpath("//a")[0].get("href") == "https://www.qemu.org/docs/?a=1_2&b=2"


def test_word_file_is_the_same_bytes_each_time_and_reads_back() -> None:
    blocks = memo_blocks(memo(FULL))
    made = word_file(blocks, DAY)
    assert made == word_file(blocks, DAY)
    assert {each.date_time[:3] for each in zipfile.ZipFile(io.BytesIO(made)).infolist()} == {(1980, 1, 1)}
    document = docx.Document(io.BytesIO(made))
    headings = [each.text for each in document.paragraphs if each.style and str(each.style.name).startswith("Heading")]
    assert headings == [plain(block.text) for block in blocks if block.kind == "heading"]
    assert document.core_properties.title == "Decision memo: QEMU 10.2"
    assert document.core_properties.created.date().isoformat() == DAY
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert links == ["https://www.qemu.org/docs/?a=1_2&b=2"]
    assert len(document.tables) == sum(block.kind == "table" for block in blocks)


@pytest.mark.needs("soffice", "pdftotext")
def test_word_file_opens_in_libreoffice(tmp_path) -> None:
    (tmp_path / "memo.docx").write_bytes(word_file(memo_blocks(memo(FULL, name=NAMES[2])), DAY))
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "memo.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "memo.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    for words in ("Decision memo: QEMU 10.2", "Conditions to meet", NAMES[2][:20]):
        assert words in text


# What has changed since an old memo.


def old(made, text: str | None = None):
    data = (text or markdown(memo_blocks(made))).encode()
    return read_memo(data, "old.md", facets_of(BASE))


@pytest.mark.parametrize("name", NAMES)
def test_memo_is_read_back_with_its_profile_and_nothing_has_changed(name: str | None) -> None:
    made = memo(FULL, name=name)
    read = old(made)
    assert (read.profile, read.problems) == (made.profile, ())
    changes = changes_since(made, read, {})
    assert not changes.any
    assert "Nothing has changed until 2026-11-26." in markdown(changes.blocks)
    assert not changes_since(made, old(made, markdown(memo_blocks(made)).replace("\n", "\r\n")), {}).any


def test_everything_that_moved_is_told() -> None:
    before = old(memo({**FULL, "accelerator": "tcg"}))
    after = memo(FULL, date="2027-06-01")
    text = markdown(changes_since(after, before, {}).blocks)
    assert "**The old memo has expired**, on 2027-05-01." in text
    assert "| Updating in place | wait | **go** |" in text
    assert "| Accelerator | TCG: the processor is emulated | KVM: the host processor runs the guest |" in text
    assert re.search(
        r"\| refuted, moderate certainty \| refuted, low certainty \| `qemu-10-2/live-update-guest-pause`", text
    )
    assert "- Under emulation the pause is not shorter. (`pause-under-emulation`)" in text


def test_retired_and_unknown_claims_and_rules_are_told() -> None:
    text = markdown(memo_blocks(memo(FULL)))
    line = '  - {id: live-update-while-running, applies: applies, verdict: refuted, certainty: high, text: "'
    assert line in text
    gone = line.replace("live-update-while-running", "old-update-claim")
    never = line.replace("live-update-while-running", "never-was")
    more = text.replace(line, f'{gone}00000000"}}\n{never}00000000"}}\n{line}').replace(
        "rules:\n", 'rules:\n  - {id: never-was-a-rule, fires: "yes"}\n'
    )
    retired = Tombstone(
        id="old-update-claim",
        topic="live-update",
        title="Old",
        retired=RetirementNotice(
            how=Retirement.MOVED, to=("live-update-guest-pause",), date=DAY, reason="It said *too* much."
        ),
        history=(HistoryEntry(date=DAY, change="Gone."),),
    )
    told = markdown(changes_since(memo(FULL), old(None, more), {"old-update-claim": retired}).blocks)
    assert "- `old-update-claim`: It is retired: It said too much. It is followed by live-update-guest-pause." in told
    assert "- `never-was`: There is no such claim any more." in told
    assert "- There is no such rule any more. (`never-was-a-rule`)" in told


def test_claim_whose_text_changed_is_told_without_a_move() -> None:
    text = markdown(memo_blocks(memo(FULL)))
    digest = next(claim.digest for claim in sheet().claims if claim.id == "live-update-while-running")
    told = markdown(changes_since(memo(FULL), old(None, text.replace(digest, "00000000")), {}).blocks)
    assert "## Findings whose text or evidence changed" in told
    assert "Verdicts that moved" not in told


BLOCK = "```yaml\nmemo: 1\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "does not hold the lines"),
        (b"# Some other text\n", "does not hold the lines"),
        (b"PK\x03\x04\xff\xfe", "is no text"),
        (b"x" * (1024 * 1024 + 1), "is larger than a memo can be"),
        ("```yaml\nmemo: 2\nwhatever: [1]\n```\n", "has format 2, and 1 is the newest"),
        (f"{BLOCK}a: [\n```\n", "from line 2, cannot be read"),
        (f"{BLOCK}a: &x 1\n```\n", "cannot be read"),
        (f"{BLOCK}```\n", "does not say for which profile"),
        (f"{BLOCK}profile: {{format: 1}}\n```\n", "is not as a memo writes it"),
        (f"{BLOCK}profile: 7\n```\n", "does not say for which profile"),
        (f"{BLOCK}profile: {{}}\n```\n\n{BLOCK}profile: {{}}\n```\n", "holds more than one memo"),
        (f"{BLOCK}date: {'[' * 500}\n```\n", "cannot be read"),
        ("```yaml\nmemo: yes\n```\n", "cannot be read"),
    ],
)
def test_what_is_no_memo_is_refused_in_one_sentence(data: str | bytes, said: str) -> None:
    with pytest.raises(UnreadableMemoError) as caught:
        read_memo(data if isinstance(data, bytes) else data.encode(), "old.md", facets_of(BASE))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_answers_of_an_old_memo_that_are_unknown_today_are_told_and_the_rest_is_used() -> None:
    text = markdown(memo_blocks(memo(FULL))).replace("    accelerator: kvm", "    accelerator: xen")
    read = old(None, text)
    assert [problem.code for problem in read.problems] == ["P902"]
    assert "accelerator" not in read.profile.answers
    assert read.profile.answers["qemu"] == ("10.2",)


@given(st.text(alphabet="memo: 1\n-{}[]\"'&*!|>%@`#\t\x00é", max_size=80))
def test_no_text_in_the_place_of_the_record_ends_in_a_traceback(text: str) -> None:
    with contextlib.suppress(UnreadableMemoError):
        read_memo(f"{BLOCK}{text}\n```\n".encode(), "old.md", facets_of(BASE))


def test_effects_have_a_letter_of_their_own() -> None:
    assert len({str(effect)[0] for effect in Effect}) == len(Effect)
