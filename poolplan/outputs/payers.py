"""Whose money a plan saves, in words: wherever the proof is told, it must say for whom it holds."""

from poolplan.outputs.money import yen_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.words import named, proof_text, word
from poolplan.results.plan import Plan


def quality_text(plan: Plan, lang: Lang) -> str:
    """Say how near the plan is to the cheapest and, where not every payer counts, for whom."""
    costs, sentence = plan.network.scenario.costs, proof_text(plan.proof, lang)
    if costs.counts_all_payers:
        return sentence
    payers = word("comma", lang).join(named("payer", payer, lang) for payer in costs.counted_payers)
    yen = yen_text(plan.proof.objective_yen, lang)
    return f"{sentence} {word('counted_payers', lang).format(payers=payers, yen=yen)}"
