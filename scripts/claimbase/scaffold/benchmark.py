"""A new benchmark: its question, what is observed, under which parameters, by which procedure."""

from collections.abc import Callable
from typing import Any

from claimbase.model import Benchmark, BenchmarkDocument
from claimbase.yamlio import dump

from .draft import Draft, ScaffoldError
from .form import Form, Question, of_model
from .names import propose, wrong_id
from .similar import similar

_HEAD = "# yaml-language-server: $schema=../../schema/benchmark.schema.json\n"
_METRIC = "ID: UNIT: BETTER: TITLE"


def _check_id(form: Form, text: str) -> str:
    return wrong_id(text, form.kb.files, "claim")


def _propose_id(form: Form) -> str:
    return propose(form.get("title"), form.kb.files)


def metric(text: str) -> dict[str, str]:
    """Return the metric of `pause-ms: ms: lower: pause of the guest`."""
    parts = [part.strip() for part in text.split(":", 3)]
    name, unit, better, title = (*parts, "", "", "", "")[:4]
    return {"id": name, "title": title, "unit": unit, "better": better}


def outcome(text: str) -> dict[str, str]:
    """Return the outcome of `kept: the guest goes on`."""
    name, _, title = text.partition(":")
    return {"id": name.strip(), "title": title.strip()}


def parameter(text: str) -> dict[str, str]:
    """Return the parameter of `guest-ram: memory of the guest: MiB`, or of the same without a unit."""
    parts = [part.strip() for part in text.split(":", 2)]
    made = {"id": parts[0], "title": parts[1] if len(parts) > 1 else ""}
    return {**made, "unit": parts[2]} if len(parts) > 2 else made


def _listed(key: str, read: Callable[[str], dict[str, str]], form_of: str) -> Callable[[Form, str], str]:
    check = of_model(BenchmarkDocument, key, lambda text: [read(text)])

    def told(form: Form, text: str) -> str:
        wrong = check(form, text)
        return f"{wrong}; write {form_of}" if wrong else ""

    return told


BENCHMARK: tuple[Question, ...] = (
    Question("title", "Title?", "name of the benchmark", check=of_model(BenchmarkDocument, "title")),
    Question("question", "Which question does it answer?", "the question that it answers",
             check=of_model(BenchmarkDocument, "question")),
    Question("metric", f"What is measured? {_METRIC}, such as pause-ms: ms: lower: pause of the guest. One a line; "
             "empty where runs only have outcomes.", "something that is measured", metavar=f"'{_METRIC}'", many=True,
             optional=True, check=_listed("metrics", metric, _METRIC)),
    Question("outcome", "In which ways can a run end? ID: TITLE, one a line; empty where runs only have samples.",
             "a way in which a run can end", metavar="'ID: TITLE'", many=True, optional=True,
             check=_listed("outcomes", outcome, "ID: TITLE")),
    Question("parameter", "What differs from run to run, besides version, series and machine? ID: TITLE, or "
             "ID: TITLE: UNIT. One a line.", "a condition that differs from run to run", metavar="'ID: TITLE[: UNIT]'",
             many=True, optional=True, check=_listed("parameters", parameter, "ID: TITLE or ID: TITLE: UNIT")),
    Question("procedure", "How is a run made?", "how a run is made", check=of_model(BenchmarkDocument, "procedure")),
    Question("cannot-show", "What can these runs not show?", "what these runs cannot show", optional=True,
             check=of_model(BenchmarkDocument, "cannot_show")),
    Question("run-with", "Which command makes the runs again?", "the command that makes the runs again",
             metavar="COMMAND", optional=True, check=of_model(BenchmarkDocument, "command")),
    Question("id", "Its id?", "its id (default: made from the title)", metavar="ID", propose=_propose_id, assumed=True,
             check=_check_id),
)  # fmt: skip
"""What is asked for a new benchmark."""


def benchmark_draft(form: Form) -> Draft:
    """Return the definition of a new benchmark; raises ScaffoldError where nothing would be observed."""
    name = form.get("id") or _propose_id(form)
    if not name:
        raise ScaffoldError("no id can be made from this title: give one with --id")
    if not form.all("metric") and not form.all("outcome"):
        raise ScaffoldError("a benchmark needs something to observe: --metric or --outcome")
    path, text = f"claims/benchmarks/{name}/benchmark.yml", _text(form)
    return Draft(
        path=path,
        text=text,
        was=None,
        part=text,
        alike=similar((form.get("title"), form.get("question")), _known(form.kb.benchmarks)),
        next=(
            f"claims/benchmarks/{name}/results/    runs go here; claims/benchmarks/machines/ describes the machine",
            f"claimbase new evidence CLAIM --kind measurement --benchmark {name}    bind a claim to it",
        ),
    )


def _known(benchmarks: Any) -> dict[str, tuple[str, ...]]:
    known: dict[str, Benchmark] = dict(benchmarks)
    return {name: (each.title, each.question) for name, each in known.items()}


def _text(form: Form) -> str:
    lists = (("metrics", "metric", metric), ("outcomes", "outcome", outcome), ("parameters", "parameter", parameter))
    parts = [_HEAD, dump({"title": form.get("title"), "question": form.get("question")})]
    for key, question, read in lists:
        if form.all(question):
            parts.append(dump({key: [read(text) for text in form.all(question)]}))
    parts += [
        "# This and the lists above are the definition: runs of another one are not mixed with these.\n",
        dump({"procedure": form.get("procedure")}),
    ]
    for key, question in (("cannot_show", "cannot-show"), ("command", "run-with")):
        if form.get(question):
            parts.append(dump({key: form.get(question)}))
    return "".join(parts)
