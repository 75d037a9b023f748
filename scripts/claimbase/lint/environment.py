"""A reader's environment: what facets.yml says of answers, and the kinds of hosts in presets.yml."""

from collections.abc import Iterator, Mapping, Sequence

from ..environment import possible
from ..errors import Path
from .rule import Context, Found, rule

RESERVED = ("profile", "name")
"""What stands in an address beside answers, so that no dimension can be called so."""


@rule(
    "I317",
    "reserved name of a dimension",
    why="In the address of a profile the word stands for something else than an answer.",
    bad="- id: name",
    good="- id: host-name",
    fix="give the dimension another id",
    subject="base",
)
def dimension_free(context: Context) -> Iterator[Found]:
    """Yield each dimension that is called like a part of a profile."""
    for index, dimension in enumerate(context.kb.facets.dimensions):
        if dimension.id in RESERVED:
            yield Found(("dimensions", index, "id"), f"{dimension.id} is a part of every profile", "", file="facets")


@rule(
    "I330",
    "preset listed twice",
    why="The id stands for one kind of host.",
    bad="two presets with id: desktop",
    good="one preset with id: desktop",
    fix="delete one of the two",
    subject="base",
)
def presets_unique(context: Context) -> Iterator[Found]:
    """Yield each preset whose id a preset before it has."""
    names = [preset.id for preset in context.kb.presets]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Found(("presets", index, "id"), f"the preset {name} is listed twice", "", file="presets")


@rule(
    "S513",
    "contradiction of unknown answers",
    why="What nobody can answer excludes nothing.",
    bad="contradictions: [{answers: {acelerator: [kvm], purpose: [emulation]}, …}]",
    good="contradictions: [{answers: {accelerator: [kvm], purpose: [emulation]}, …}]",
    fix="use dimensions and values of the same file",
    subject="base",
)
def contradiction_known(context: Context) -> Iterator[Found]:
    """Yield each dimension and value of a contradiction that does not exist."""
    for index, contradiction in enumerate(context.kb.facets.contradictions):
        at = ("contradictions", index, "answers")
        for found in _unknown(context, at, contradiction.answers):
            yield found._replace(file="facets")


@rule(
    "S514",
    "contradiction leaves no answer",
    why="With every value of a dimension excluded, a true answer to the other question could not be given.",
    bad="answers: {accelerator: [tcg, kvm], purpose: [emulation]}",
    good="answers: {accelerator: [kvm], purpose: [emulation]}",
    fix="name the values that do not go together, never all values of a dimension",
    subject="base",
)
def contradiction_narrow(context: Context) -> Iterator[Found]:
    """Yield each contradiction that names all values of a dimension."""
    for index, contradiction in enumerate(context.kb.facets.contradictions):
        for dimension, values in contradiction.answers.items():
            if dimension in context.dimensions and set(values) >= set(context.dimensions[dimension]):
                at = ("contradictions", index, "answers", dimension)
                yield Found(at, f"all values of {dimension} are named", "", key=True, file="facets")


@rule(
    "S515",
    "preset of unknown answers",
    why="The page fills in what a preset says.",
    bad="answers: {accelerator: {values: [kmv], why: …}}",
    good="answers: {accelerator: {values: [kvm], why: …}}",
    fix="use dimensions and values of facets.yml",
    subject="base",
)
def preset_known(context: Context) -> Iterator[Found]:
    """Yield each dimension and value of a preset that does not exist."""
    for index, preset in enumerate(context.kb.presets):
        given = {name: answer.values for name, answer in preset.answers.items()}
        for found in _unknown(context, ("presets", index, "answers"), given, ("values",)):
            yield found._replace(file="presets")


@rule(
    "S516",
    "preset contradicts itself",
    why="No host can be so.",
    bad="answers: {accelerator: {values: [kvm], …}, purpose: {values: [emulation], …}}",
    good="answers: {accelerator: {values: [tcg], …}, purpose: {values: [emulation], …}}",
    fix="correct or leave out one of the answers",
    subject="base",
)
def preset_possible(context: Context) -> Iterator[Found]:
    """Yield each answer of a preset that cannot be true together with those before it."""
    for index, preset in enumerate(context.kb.presets):
        given = {name: answer.values for name, answer in preset.answers.items()}
        for dimension, clash in possible(given, context.kb.facets).clashes:
            message = f"{dimension} {' or '.join(given[dimension])} does not go with the other answers: {clash.why}"
            at = ("presets", index, "answers", dimension)
            yield Found(at, message.rstrip("."), "", key=True, file="presets")


@rule(
    "R413",
    "unknown source of a preset",
    why="A reader must be able to look the source up.",
    bad="source: debian-package",
    good="source: debian-packages",
    fix="correct the id, or add the source under claims/sources/",
    subject="base",
)
def preset_source_known(context: Context) -> Iterator[Found]:
    """Yield each source of a preset that does not exist."""
    for index, preset in enumerate(context.kb.presets):
        for dimension, answer in preset.answers.items():
            if answer.source and context.unknown(answer.source, context.kb.sources):
                at = ("presets", index, "answers", dimension, "source")
                yield Found(at, f"there is no source {answer.source}", "", file="presets")


def _unknown(context: Context, at: Path, answers: Mapping[str, Sequence[str]], below: Path = ()) -> Iterator[Found]:
    for dimension, values in answers.items():
        known = context.dimensions.get(dimension)
        if known is None:
            fix = f"the dimensions are {', '.join(context.dimensions)}"
            yield Found((*at, dimension), f"there is no dimension {dimension}", fix, key=True)
            continue
        for index, value in enumerate(values):
            if value not in known:
                message = f"{dimension} has no value {value}"
                yield Found((*at, dimension, *below, index), message, f"its values are {', '.join(known)}")
