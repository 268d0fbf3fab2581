"""The parts of a page around the map, as text for templates: legend, notes on assumptions, proof and sources."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import jinja2

from poolplan.analysis.compare import present_value
from poolplan.outputs.assets import licences
from poolplan.outputs.assumptions import AssumedBlock, assumed_blocks, assumed_facts
from poolplan.outputs.money import schools_text, year_text, yen_text
from poolplan.outputs.payers import quality_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.register import block_name
from poolplan.outputs.styles import Style, mode_styles
from poolplan.outputs.words import label_in, named, word
from poolplan.results.plan import Answer
from poolplan.scenario.schema import Scenario


class ModeLegend(NamedTuple):
    """A line of the legend."""

    name: str
    style: Style
    is_own: bool


class Fact(NamedTuple):
    """An assumed fact and the schools it concerns."""

    name: str
    schools: str


class Proved(NamedTuple):
    """What is known about the quality of a plan."""

    scenario: str
    sentence: str
    present_value: str
    """Of the whole ledger, whoever pays and counts."""


class Notes(NamedTuple):
    """What a reader must know before concluding."""

    facts: list[Fact]
    blocks: list[AssumedBlock]
    proofs: list[Proved]
    sources: list[str]
    money: str
    parts: str
    """Scripts inside the page, with their licences."""


def legend_of(scenario: Scenario, lang: Lang) -> list[ModeLegend]:
    """Lines of the legend: the modes that the scenario offers."""
    styles = mode_styles(scenario)
    offered = {name: mode for name, mode in scenario.modes.items() if mode.offered}
    return [ModeLegend(label_in(mode.label, lang), styles[name], mode.at_own_school) for name, mode in offered.items()]


def notes_of(answers: Sequence[Answer], lang: Lang) -> Notes:
    """Notes on one answer, or on several together: facts of any of them, proof of each."""
    counts: dict[str, int] = {}
    for answer in answers:
        for fact, schools in assumed_facts(answer.plan).items():
            counts[fact] = max(schools, counts.get(fact, 0))
    facts = [Fact(named("fact", fact, lang), schools_text(n, lang)) for fact, n in counts.items()]
    blocks = [named_block for answer in answers for named_block in _named_blocks(answer.plan.network.scenario, lang)]
    base_year = answers[0].plan.network.scenario.costs.base_year
    return Notes(
        facts=facts,
        blocks=list(dict.fromkeys(blocks)),
        proofs=[_proof(answer, lang) for answer in answers],
        sources=sources_of(answers),
        parts=word("credit_parts", lang).format(
            names=", ".join(f"{p.name} {p.version} ({p.licence})" for p in licences())
        ),
        money=word("money_note", lang).format(year=year_text(base_year, lang)),
    )


def _named_blocks(scenario: Scenario, lang: Lang) -> list[AssumedBlock]:
    """Blocks of assumed figures, with their names in place of their paths."""
    return [block._replace(where=block_name(scenario, block.where, lang)) for block in assumed_blocks(scenario)]


def _proof(answer: Answer, lang: Lang) -> Proved:
    name = label_in(answer.plan.network.scenario.label, lang)
    return Proved(name, quality_text(answer.plan, lang), yen_text(present_value(answer), lang))


def sources_of(answers: Sequence[Answer]) -> list[str]:
    """Sources that the tables name, each once, the most frequent first."""
    counts: dict[str, int] = {}
    for answer in answers:
        places, travel = answer.plan.network.places, answer.plan.network.travel
        tables = (places.schools, places.sites, places.wards, places.landmarks)
        named = [thing.source for table in tables for thing in table.values()]
        others = {answer.plan.network.lines_credit, *(trip.source for trip in travel.values())}
        for source in filter(None, [*named, *others]):
            counts[source] = counts.get(source, 0) + 1
    return sorted(counts, key=lambda source: (-counts[source], source))


@cache
def _templates() -> jinja2.Environment:
    folder = files("poolplan.outputs") / "templates"
    loader = jinja2.FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8"))
    return jinja2.Environment(autoescape=True, loader=loader, undefined=jinja2.StrictUndefined, trim_blocks=True)


def render(template: str, lang: Lang, values: Mapping[str, object]) -> str:
    """Fill a template of this package; every value is escaped. `w(key)` gives a word."""
    return _templates().get_template(template).render(lang=lang, w=lambda key: word(key, lang), **values)
