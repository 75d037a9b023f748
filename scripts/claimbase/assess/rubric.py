"""The whole rubric in the order in which it is applied; the rules that decide come from `rules`."""

from .rules import CERTAINTY_RULES, OUTCOME_RULES, VERDICT_RULES, Rule

LEVEL_RULES = (
    Rule("level-start", "Start level", "An item starts at the level of its kind."),
    Rule(
        "level-none",
        "Items without a level",
        "Context and search records have no level. Nor has support from a source that makes the claim "
        "itself, nor a measurement or test-run whose data are inconclusive, too few or missing.",
    ),
    Rule(
        "level-limits",
        "Limits",
        "Each limit subtracts the 1 or 2 steps that it states, with a reason; the level never goes below 0.",
    ),
    Rule(
        "level-bias",
        "Interest",
        "Where the source has a declared interest in the side it takes, a limit for risk of bias is due.",
    ),
    Rule(
        "level-indirectness",
        "Directness",
        "An item that is not the very observation which the claim's test names has a limit for indirectness.",
    ),
)

ORIGIN_RULES = (
    Rule(
        "origin",
        "Origin",
        "Every item has an origin: who first made the observation. It is the item's own origin where given; "
        "else the commit that introduced the cited fact; else the origin of the source, which for runs of our "
        "own is the machine. For what is evaluated from data in the base it is the machine that they come from.",
    ),
    Rule(
        "origin-once",
        "Copies add nothing",
        "In a cell an origin counts once on each side, at its best level, however many items repeat it.",
    ),
    Rule(
        "side-level",
        "Level of a side",
        "The level of a side is the best level among its origins. Two origins at level 2 make 3; nothing else adds up.",
    ),
)

CELL_RULES = (
    Rule(
        "cells",
        "Cells",
        "The facets of the scope, the release series among them, span cells; each cell is one environment. "
        "An item counts in the cells that it says it applies to, and in no other.",
    ),
)

CERTAINTY_CELL_RULES = (
    Rule(
        "certainty-cell",
        "Certainty of a cell",
        "The winner's level says it: 4 is high, 3 moderate, 2 low. It is one lower where the loser has 2 or more.",
    ),
    Rule(
        "certainty-objection",
        "High needs an answered objection",
        "A claim that states no best objection, with its answer, is at most of moderate certainty.",
    ),
)

OVERRIDE_RULES = (
    Rule(
        "override",
        "Override",
        "A verdict may be set by hand only with a reason and the computed verdict that it replaces, and only "
        "to a weaker one: contested, unsupported or not assessed, in this order of strength. It is shown as "
        "set by hand and has no certainty. One that equals the computed verdict, or names another one as "
        "computed, is an error.",
    ),
)

SENSITIVITY_RULES = (
    Rule(
        "load-bearing",
        "Load-bearing",
        "Each origin, item, limit and facet value is left out in turn; what makes the verdict another is "
        "load-bearing. A facet value is left out only where its dimension keeps another one.",
    ),
    Rule(
        "single-origin",
        "Carried by one origin",
        "Where a single origin stands behind the winning side of all deciding cells, the verdict says so.",
    ),
    Rule(
        "what-would-change-it",
        "What would change it",
        "For each side the cheapest single item of a new origin that would change the verdict: "
        "lowest level first, one cell before all cells.",
    ),
)

RUBRIC: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Level of an item", LEVEL_RULES),
    ("Origin", ORIGIN_RULES),
    ("Cells", CELL_RULES),
    ("Outcome of a cell", OUTCOME_RULES),
    ("Verdict", VERDICT_RULES),
    ("Certainty of a cell", CERTAINTY_CELL_RULES),
    ("Certainty of the verdict", CERTAINTY_RULES),
    ("Override", OVERRIDE_RULES),
    ("Sensitivity", SENSITIVITY_RULES),
)
"""Every rule, by section, in the order in which they are applied."""
