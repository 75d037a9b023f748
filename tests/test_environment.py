"""A reader's environment: reading profiles of any quality, what each claim comes to in one, what would settle most."""

import itertools
import re
from pathlib import Path

import pytest
from claimbase.codes import by_code
from claimbase.environment import (
    MAX_PROFILE_BYTES,
    PROFILE_CODES,
    by_weight,
    fragment_of,
    most_settling,
    possible,
    profile_text,
    read_fragment,
    read_profile,
    standings,
)
from claimbase.model import Applicability, Facets, Level, Profile, WhyNot
from claimbase.pipeline import examine
from claimbase.render.environment_pages import questions
from edited_base import AS_OF, AVAILABLE, MEMORY, copy_base, edit
from hypothesis import given, settings
from hypothesis import strategies as st

FACETS = Facets.model_validate(
    {
        "dimensions": [
            {
                "id": "qemu",
                "title": "Series",
                "question": "Which?",
                "find_out": "Ask.",
                "outside": "version-out-of-range",
                "values": [{"id": each, "title": each} for each in ("10.0", "10.1", "10.2")],
            },
            {
                "id": "accelerator",
                "title": "Accelerator",
                "question": "Which?",
                "find_out": "Ask.",
                "values": [{"id": "tcg", "title": "TCG"}, {"id": "kvm", "title": "KVM"}],
            },
            {
                "id": "memory",
                "title": "Memory",
                "question": "Which?",
                "find_out": "Ask.",
                "values": [{"id": "shared", "title": "shared"}, {"id": "private", "title": "private"}],
            },
            {
                "id": "update",
                "title": "Update",
                "question": "How?",
                "find_out": "Ask.",
                "values": [{"id": each, "title": each} for each in ("restart", "transfer", "hand-over")],
            },
        ],
        "contradictions": [
            {"answers": {"memory": ["private"], "update": ["transfer", "hand-over"]}, "why": "It ends."},
            {"answers": {"qemu": ["10.0"], "update": ["hand-over"]}, "why": "It is newer."},
        ],
    }
)


def told(reading) -> list[str]:
    """Line, column and code of each problem."""
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in reading.problems]


def answered(reading) -> dict[str, str]:
    """The answers, values joined by commas."""
    return {dimension: ",".join(values) for dimension, values in reading.profile.answers.items()}


# Text of a profile, the answers that are used, and the problems.
TEXTS = [
    ('format: 1\nanswers: {qemu: "10.2", accelerator: [kvm, tcg]}\n', {"qemu": "10.2", "accelerator": "tcg,kvm"}, []),
    ("format: 1\nanswers:\n  accelerator: kvm\n", {"accelerator": "kvm"}, []),
    ("format: 1\n", {}, []),
    ("answers: {accelerator: kvm}\n", {"accelerator": "kvm"}, ["1:1 P906"]),
    ("format: 2\nanswers: {accelerator: kvm}\n", {"accelerator": "kvm"}, ["1:9 P903"]),
    ('format: "1"\nanswers: {accelerator: kvm}\n', {"accelerator": "kvm"}, ["1:9 P907"]),
    ("format: 1\nanswers: {acelerator: kvm, memory: shared}\n", {"memory": "shared"}, ["2:11 P901"]),
    ("format: 1\nanswers: {accelerator: kmv, memory: shared}\n", {"memory": "shared"}, ["2:24 P902"]),
    ("format: 1\nanswers: {accelerator: [kvm, xen]}\n", {"accelerator": "kvm"}, ["2:30 P902"]),
    ("format: 1\nanswers: {qemu: 10.2}\n", {"qemu": "10.2"}, ["2:17 P910"]),
    ("format: 1\nanswers: {accelerator: true}\n", {}, ["2:24 P907"]),
    ("format: 1\nanswers: {accelerator: {kvm: x}, memory: []}\n", {}, ["2:24 P907", "2:42 P907"]),
    ("format: 1\nanswers: [kvm]\n", {}, ["2:10 P907"]),
    ("format: 1\nhost: here\nanswers: {accelerator: kvm}\n", {"accelerator": "kvm"}, ["2:1 P909"]),
    ("format: 1\nname: [x]\nanswers: {accelerator: kvm}\n", {"accelerator": "kvm"}, ["2:7 P907"]),
    # Cut off: what stands above the place is used.
    ("format: 1\nanswers:\n  accelerator: kvm\n  memory: [sha", {"accelerator": "kvm"}, ["4:11 Y128"]),
    ("format: 1\nanswers:\n  accelerator: kvm\n  mem", {"accelerator": "kvm"}, ["4:3 Y133"]),
    ("format: 1\nanswers:\n  accelerator: kvm\n  accelerator: tcg\n", {"accelerator": "tcg"}, ["4:3 Y113"]),
    ("", {}, ["1:1 Y109"]),
    ("- a\n", {}, ["1:1 Y110"]),
    # Of answers that exclude each other the later one in the order of the questions is left out.
    (
        "format: 1\nanswers: {update: transfer, memory: private, accelerator: kvm}\n",
        {"accelerator": "kvm", "memory": "private"},
        ["2:11 P904"],
    ),
    # A list is one of its values; as long as one is possible nothing is wrong.
    (
        "format: 1\nanswers: {update: [restart, transfer], memory: private}\n",
        {"memory": "private", "update": "restart,transfer"},
        [],
    ),
]


@pytest.mark.parametrize(("text", "answers", "problems"), TEXTS)
def test_a_profile_is_read_as_far_as_it_can_be(text, answers, problems):
    reading = read_profile(text.encode(), "profile.yml", FACETS)
    assert answered(reading) == answers
    assert told(reading) == problems


FRAGMENTS = [
    ("#profile=1&qemu=10.2&accelerator=kvm,tcg", {"qemu": "10.2", "accelerator": "tcg,kvm"}, []),
    ("profile=1&memory=shared&&", {"memory": "shared"}, []),
    ("", {}, []),
    ("#", {}, []),
    ("qemu=10.2", {"qemu": "10.2"}, ["1:1 P906"]),
    ("profile=7&qemu=10.2", {"qemu": "10.2"}, ["1:9 P903"]),
    ("profile=x&qemu=10.2", {"qemu": "10.2"}, ["1:9 P907"]),
    ("profile=1&qemu=10.3&accelerator=kvm", {"accelerator": "kvm"}, ["1:16 P902"]),
    ("profile=1&acc=kvm&qemu=10.2", {"qemu": "10.2"}, ["1:11 P901"]),
    ("profile=1&qemu=10.2&accelerator=kv", {"qemu": "10.2"}, ["1:33 P902"]),
    ("profile=1&qemu=10.2&accel", {"qemu": "10.2"}, ["1:21 P905"]),
    ("profile=1&qemu=10.2&accelerator=", {"qemu": "10.2"}, ["1:21 P905"]),
    ("profile=1&qemu=10.2&accelerator=,", {"qemu": "10.2"}, ["1:21 P905"]),
    ("profile=1&qemu=10.2&accelerator=%6", {"qemu": "10.2"}, ["1:21 P905"]),
    ("profile=1&qemu=10.2&accelerator=%ff", {"qemu": "10.2"}, ["1:21 P905"]),
    ("profile=1&accelerator=%6Bvm", {"accelerator": "kvm"}, []),
    ("profile=1&accelerator=kvm&accelerator=tcg", {"accelerator": "kvm"}, ["1:27 P908"]),
    ("profile=1&profile=1&accelerator=kvm", {"accelerator": "kvm"}, ["1:11 P908"]),
    ("profile=1&memory=private&update=transfer", {"memory": "private"}, ["1:26 P904"]),
    ("profile=1&qemu=10.0&update=hand-over", {"qemu": "10.0"}, ["1:21 P904"]),
    ("profile=1&name=my%20host&qemu=10.2", {"qemu": "10.2"}, []),
    ("profile=1&name=a%0Ab&qemu=10.2", {"qemu": "10.2"}, ["1:16 P907"]),
    ("profile=1&qemu=10.2&" + "x" * 5000, {"qemu": "10.2"}, ["1:21 P905", "1:4001 P905"]),
]


@pytest.mark.parametrize(("text", "answers", "problems"), FRAGMENTS)
def test_an_address_is_read_as_far_as_it_can_be(text, answers, problems):
    reading = read_fragment(text, FACETS)
    assert answered(reading) == answers
    assert told(reading) == problems


def test_every_code_of_a_profile_is_documented_and_can_be_given():
    readings = [read_profile(text.encode(), "p", FACETS) for text, *_ in TEXTS]
    readings += [read_fragment(text, FACETS) for text, *_ in FRAGMENTS]
    given_codes = {problem.code for reading in readings for problem in reading.problems if problem.code[0] == "P"}
    assert given_codes == {code.code for code in PROFILE_CODES}
    levels = {problem.code: problem.level for reading in readings for problem in reading.problems}
    documented = by_code(PROFILE_CODES)
    assert all(documented[code].level is level for code, level in levels.items() if code in documented)
    assert levels["P906"] is Level.WARNING


def test_a_message_says_what_is_wrong_and_how_to_mend_it():
    (problem,) = read_fragment("profile=1&memory=private&update=transfer", FACETS).problems
    assert str(problem) == (
        "address:1:26: P904 update transfer cannot be true together with memory private, and is not used: It ends"
        " — correct one of the two answers"
    )
    (problem,) = read_fragment("profile=1&accelerator=kv", FACETS).problems
    assert problem.message == "accelerator has no value “kv”; it may be cut off"
    assert problem.fix == "did you mean kvm? known are tcg, kvm"


def test_a_profile_that_is_too_large_is_not_read():
    reading = read_profile(b"x" * (MAX_PROFILE_BYTES + 1), "p", FACETS)
    assert told(reading) == ["1:1 Y106"]


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_no_bytes_end_in_an_error(data):
    read_profile(data, "p", FACETS)
    reading = read_fragment(data.decode("utf-8", "replace"), FACETS)
    assert all(problem.line == 1 for problem in reading.problems)


@st.composite
def profiles(draw):
    chosen = {}
    for dimension in FACETS.dimensions:
        values = [value.id for value in dimension.values]
        picked = draw(st.lists(st.sampled_from(values), max_size=len(values), unique=True))
        if picked:
            chosen[dimension.id] = tuple(value for value in values if value in picked)
    name = draw(st.one_of(st.none(), st.text("aé &=#%:\"'[]-ß", min_size=1, max_size=20)))
    line = " ".join(name.split()) if name else None
    return Profile(name=line or None, answers=possible(chosen, FACETS).used)


@settings(max_examples=200)
@given(profiles())
def test_what_is_written_is_read_again(profile):
    for reading in (
        read_profile(profile_text(profile).encode(), "p", FACETS),
        read_fragment(fragment_of(profile), FACETS),
    ):
        assert reading.problems == ()
        assert reading.profile == profile
        assert list(reading.profile.answers) == list(profile.answers)


def test_the_written_form_is_the_documented_one():
    profile = Profile(name="my host", answers={"qemu": ("10.2",), "accelerator": ("tcg", "kvm")})
    assert profile_text(profile) == ('format: 1\nname: my host\nanswers:\n  qemu: "10.2"\n  accelerator: [tcg, kvm]\n')
    assert fragment_of(profile) == "profile=1&name=my%20host&qemu=10.2&accelerator=tcg,kvm"


def test_answers_that_exclude_others_leave_what_can_still_be():
    left = possible({"update": ("transfer",)}, FACETS)
    assert left.values["memory"] == ("shared",)
    assert left.used == {"update": ("transfer",)}
    left = possible({"memory": ("private",), "qemu": ("10.0",)}, FACETS)
    assert left.values["update"] == ("restart",)
    assert left.clashes == ()


# What claims come to, on the fixture base.


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return examine(copy_base(tmp_path_factory.mktemp("base")), as_of=AS_OF)


def standing_of(base, name, **answers):
    profile = Profile(
        answers={key.replace("_", "-"): (value,) if isinstance(value, str) else value for key, value in answers.items()}
    )
    found = standings(base.kb.claims, base.assessments, base.kb.facets, profile)
    return next(each for each in found if each.claim == name)


MEMORY_CLAIM, AVAILABLE_CLAIM = (name.rpartition("/")[2].removesuffix(".yml") for name in (MEMORY, AVAILABLE))


def test_a_claim_of_another_version_does_not_apply_and_says_so(base):
    found = standing_of(base, MEMORY_CLAIM, qemu="10.0")
    assert found.applies is Applicability.DOES_NOT_APPLY
    assert [(each.dimension, each.reason) for each in found.grounds] == [("qemu", WhyNot.VERSION_OUT_OF_RANGE)]
    assert found.here is None
    assert not found.differs
    assert found.matters == ()


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The base without the override of the claim on memory."""
    root = copy_base(tmp_path_factory.mktemp("plain"))
    path = root / "claims" / MEMORY
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^override:.*\n(?: .*\n)*", "", text, flags=re.MULTILINE), encoding="utf-8")
    return examine(root, as_of=AS_OF)


def test_a_verdict_set_by_hand_is_the_same_everywhere(base):
    found = standing_of(base, MEMORY_CLAIM, qemu="10.2", accelerator="kvm")
    assert len(found.possible) == 1
    assert found.possible[0][1] == found.here == found.general


def test_an_unanswered_question_leaves_the_outcomes_that_remain(plain):
    left = standing_of(plain, MEMORY_CLAIM, qemu="10.2", accelerator="kvm")
    assert left.applies is Applicability.APPLIES
    assert left.here == left.general
    assert [(str(outcome), str(each.verdict)) for outcome, each in left.possible] == [
        ("fails", "refuted"),
        ("open", "unsupported"),
    ]
    assert left.matters == ("memory-backend",)
    settled = standing_of(plain, MEMORY_CLAIM, qemu="10.2", accelerator="kvm", memory_backend="shared")
    assert str(settled.here.verdict) == "unsupported"
    assert settled.differs
    assert settled.matters == ()


def test_what_depends_on_the_version_may_apply_as_long_as_that_is_open(base):
    found = standing_of(base, MEMORY_CLAIM, accelerator="kvm")
    assert found.applies is Applicability.MAY_APPLY
    (ground,) = found.grounds
    assert ground.reason is WhyNot.ANSWER_MISSING
    assert "10.0" in ground.values
    assert "10.2" not in ground.values
    assert "qemu" in found.matters


def test_the_reason_of_a_value_comes_before_that_of_its_dimension(base, tmp_path):
    root = copy_base(tmp_path)
    edit(root, MEMORY, "memory-backend: [shared, private]", "memory-backend: {values: [private], why: It is lost.}")
    changed = examine(root, as_of=AS_OF)
    ground = standing_of(changed, MEMORY_CLAIM, qemu="10.2", accelerator="kvm", memory_backend="shared").grounds[0]
    assert ground.reason is WhyNot.MITIGATED_BY_CONFIGURATION
    assert ground.why == "It is lost."
    # An answer may also follow from another one.
    ground = standing_of(
        changed, MEMORY_CLAIM, qemu="10.2", accelerator="kvm", updated_today_by="cpr-transfer"
    ).grounds[0]
    assert ground.values == ("shared",)


def test_advice_fits_for_certain_or_depends_on_an_answer(base):
    open_ = standing_of(base, MEMORY_CLAIM, qemu="10.2", accelerator="kvm")
    assert [(each.number, each.certain) for each in open_.advice] == [(0, False), (1, True)]
    settled = standing_of(base, MEMORY_CLAIM, qemu="10.2", accelerator="kvm", memory_backend="private")
    assert [(each.number, each.certain) for each in settled.advice] == [(0, True), (1, True)]


def test_a_claim_that_does_not_apply_keeps_only_advice_for_those_whom_it_leaves_out(base, tmp_path):
    root = copy_base(tmp_path)
    edit(root, MEMORY, "memory-backend: [shared, private]", "memory-backend: {values: [private], why: It is lost.}")
    edit(root, MEMORY, "{do: Nothing to do.}", "{when: {memory-backend: shared}, do: Nothing to do.}")
    changed = examine(root, as_of=AS_OF)
    found = standing_of(changed, MEMORY_CLAIM, qemu="10.2", accelerator="kvm", memory_backend="shared")
    assert [each.advice.when for each in found.advice] == [{"memory-backend": "shared"}]
    assert standing_of(changed, MEMORY_CLAIM, qemu="10.0", memory_backend="shared").advice == ()


def oracle(base, claim, chosen):
    """Outcome of a claim where every dimension has one value, None where the claim does not speak of it."""
    assessment = base.assessments[claim]
    wanted = tuple(chosen[dimension] for dimension in assessment.dimensions)
    cells = [cell for cell in assessment.cells if cell.values == wanted]
    return cells[0].outcome if cells else None


def test_a_dimension_matters_exactly_if_its_value_alone_can_change_the_outcome(base):
    """Compared with the definition, over every pair of environments that differ in one dimension."""
    dimensions = {each.id: [value.id for value in each.values] for each in base.kb.facets.dimensions}
    no_profile = standings(base.kb.claims, base.assessments, base.kb.facets, Profile())
    for found in no_profile:
        claim, assessment = base.kb.claims[found.claim], base.assessments[found.claim]
        if claim.override or assessment.rule == "verdict-waived":
            continue
        expected = []
        for dimension in assessment.dimensions:
            others = [name for name in assessment.dimensions if name != dimension]
            if any(
                len(
                    {
                        oracle(base, found.claim, {**dict(zip(others, rest, strict=True)), dimension: value})
                        for value in dimensions[dimension]
                    }
                )
                > 1
                for rest in itertools.product(*(dimensions[name] for name in others))
            ):
                expected.append(dimension)
        assert list(found.matters) == expected, found.claim


def test_the_question_that_settles_most_comes_first(base):
    found = most_settling(base.kb.claims, base.assessments, base.kb.facets, Profile())
    assert found[0].dimension == "qemu"
    averages = [sum(count for _, count in each.settles) / len(each.settles) for each in found]
    assert averages == sorted(averages, reverse=True)
    answered_now = Profile(answers={"qemu": ("10.2",)})
    later = most_settling(base.kb.claims, base.assessments, base.kb.facets, answered_now)
    assert "qemu" not in [each.dimension for each in later]
    for each in later:
        for value, count in each.settles:
            profile = Profile(answers={"qemu": ("10.2",), each.dimension: (value,)})
            before = standings(base.kb.claims, base.assessments, base.kb.facets, answered_now)
            after = standings(base.kb.claims, base.assessments, base.kb.facets, profile)
            gone = [
                one for one, two in zip(before, after, strict=True) if each.dimension in one.matters and not two.matters
            ]
            assert len(gone) == count
        assert 0 <= each.fewest <= each.most <= each.matters


def test_claims_that_decide_come_first_and_those_that_do_not_apply_last(base):
    found = standings(base.kb.claims, base.assessments, base.kb.facets, Profile(answers={"qemu": ("10.2",)}))
    decisive = [MEMORY_CLAIM, AVAILABLE_CLAIM]
    ordered = by_weight(found, decisive)
    assert [each.claim for each in ordered[:2]] == decisive
    gone = [each.applies is Applicability.DOES_NOT_APPLY for each in ordered]
    assert gone == sorted(gone)
    assert sorted(each.claim for each in ordered) == sorted(each.claim for each in found)


ROOT = Path(__file__).resolve().parents[1]


def test_the_documented_profile_and_address_are_read_without_a_problem_and_are_the_same():
    document = (ROOT / "docs/data.md").read_text(encoding="utf-8")
    text = re.search(r"^```yaml\n(format: 1\n.*?)^```", document, flags=re.DOTALL | re.MULTILINE)
    address = re.search(r"`environment\.html#([^`]+)`", document)
    assert text
    assert address
    kb = examine(ROOT).kb
    assert kb
    facets = kb.facets
    by_text, by_address = read_profile(text[1].encode(), "p", facets), read_fragment(address[1], facets)
    assert by_text.problems == by_address.problems == ()
    assert by_text.profile == by_address.profile
    assert profile_text(by_text.profile) == text[1]


def test_every_dimension_of_the_real_base_decides_something():
    kb = examine(ROOT).kb
    assert kb
    assert [question.dimension.id for question in questions(kb)] == [each.id for each in kb.facets.dimensions]
