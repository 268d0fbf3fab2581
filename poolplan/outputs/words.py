"""Every word that outputs show, in both languages: one dictionary, no words in templates."""

from poolplan.outputs.registry import Lang
from poolplan.outputs.words_board import WORDS_BOARD
from poolplan.outputs.words_finance import WORDS_FINANCE
from poolplan.outputs.words_finance_page import WORDS_FINANCE_PAGE
from poolplan.outputs.words_report import WORDS_REPORT
from poolplan.outputs.words_sensitivity import WORDS_SENSITIVITY
from poolplan.outputs.words_timetable import WORDS_TIMETABLE
from poolplan.outputs.words_workbook import WORDS_WORKBOOK
from poolplan.results.plan import AimValue, Proof
from poolplan.scenario.blocks import Label

WORDS: dict[str, tuple[str, str]] = {
    # pages
    "map_title": ("学校プール再編の段階地図", "School pools, stage by stage"),
    "comparison_title": ("再編案の比較", "Options side by side"),
    "stage": ("第{n}段階", "Stage {n}"),
    "schools_n": ("{n}校", "{n} schools"),
    "schools_1": ("1校", "1 school"),
    "choose_stage": ("時点を選ぶ", "Choose a point in time"),
    "choose_scenario": ("案を選ぶ", "Choose an option"),
    "all_stages": ("時点ごとの数値", "Figures at each point in time"),
    "legend": ("凡例", "Legend"),
    "legend_schools": ("学校（授業の場所）", "Schools (where lessons are held)"),
    "legend_sites": ("プール", "Pools"),
    "legend_lines": ("移動", "Trips"),
    "by_bus": ("バス", "by bus"),
    "by_walk": ("徒歩", "on foot"),
    "newly_moved": ("黒ふち＝この時点までに新たに移行", "Black ring: moved since the point before"),
    "comma": ("、", ", "),
    "kind_club": ("民間クラブ", "Private club"),
    "kind_public_pool": ("公共プール", "Public pool"),
    "kind_school_pool": ("受け入れ校のプール", "Pool of a host school"),
    "glyph_club": ("民", "C"),
    "glyph_public_pool": ("公", "P"),
    "glyph_school_pool": ("校", "H"),
    "assumed_dot": ("黄色の点＝仮定値に左右される", "Yellow dot: depends on assumed values"),
    "assumed_place": ("点線の枠＝位置が仮定", "Dashed frame: place assumed"),
    "schools_moved": ("移行した学校", "Schools moved"),
    "pools_retired": ("廃止したプール", "Pools retired"),
    "minutes": ("移動（平均／最長）", "One-way trip (mean / longest)"),
    "cost_yen": ("その年の費用", "Cost of the year"),
    "of_works": ("うち工事費 {yen}", "of which works {yen}"),
    "of_n": ("／{n}", " / {n}"),
    "min": ("分", " min"),
    "schools_unit": ("校", ""),
    "sessions_unit": ("回", ""),
    "pupils_unit": ("人", ""),
    "short_moved": ("移行校", "Moved"),
    "short_retired": ("廃止", "Pools retired"),
    "short_minutes": ("移動 平均/最長", "Trip mean / longest"),
    "short_cost": ("費用", "Cost"),
    "whole_horizon": ("全期間", "Whole period"),
    "to_map": ("地図へ", "To the map"),
    "col_year": ("年度", "Year"),
    "col_site": ("場所", "Site"),
    "col_mode": ("方法", "Mode"),
    "col_minutes": ("片道", "One way"),
    "col_pupils": ("児童生徒数", "Pupils"),
    "col_sessions": ("年間授業枠", "Sessions a year"),
    "col_cost": ("その年の費用", "Cost of the year"),
    "col_assumed": ("仮定", "Assumed"),
    "col_slots": ("使用枠", "Sessions used"),
    "trip": ("{minutes}分（{way}）", "{minutes} min {way}"),
    "no_trip": ("移動なし", "no trip"),
    "assumed": ("仮定", "Assumed"),
    "assumed_title": ("仮定値を含む", "Contains assumed values"),
    "assumed_rows": (
        "この計画は次の仮定値に左右されます（関わる学校数）。実際の値に置き換えるまで結論としないでください。",
        "This plan depends on the assumed values below (schools concerned). Do not conclude before real ones are in.",
    ),
    "assumed_none": ("仮定値は使われていません。", "No assumed value is used."),
    "assumed_prices": ("単価などの仮定", "Assumed prices and rules"),
    "fact_pupils": ("児童生徒数", "pupil numbers"),
    "fact_pool_age": ("プールの築年・状態", "age or condition of the own pool"),
    "fact_capacity": ("受入枠", "slots of the site"),
    "fact_place": ("場所の位置", "place of the site"),
    "fact_minutes": ("移動時間", "travel minutes"),
    "proof": ("計画の確かさ", "Quality of the plan"),
    "proof_proven": (
        "これより費用の少ない計画はないことが証明されています。",
        "Proven: no plan that keeps the rules costs less.",
    ),
    "proof_gap": (
        "これより安い計画があっても差は{gap}以内です。",
        "Any cheaper plan would save at most {gap}.",
    ),
    "proof_traded": (
        "費用は最後の目標ではありません。これより安い計画があっても差は{gap}以内です。",
        "Cost was not the last aim. Any cheaper plan would save at most {gap}.",
    ),
    "proof_weighed": (
        "費用だけを最小にした計画ではありません。",
        "Cost alone was not made as small as it can be.",
    ),
    "aim": ("{name} {value}（{sure}）。", "{name} {value} ({sure}). "),
    "aim_is_least": ("これより小さくできない", "it cannot be less"),
    "aim_is_near": ("{least} より小さくできない", "it cannot be less than {least}"),
    "aims_held": ("これを守る計画のうち：", "Among plans that hold this: "),
    "aim_worst_minutes": ("最長の移動時間（片道、分）", "Longest trip, minutes one way:"),
    "aim_lost_water_minutes": ("不足する入水時間（人・分、全期間）", "Time in the water missed, pupil-minutes in all:"),
    "aim_travel_minutes": ("移動時間の合計（人・分、全期間）", "Time on the way, pupil-minutes in all:"),
    "aim_weighted": ("目標の重みつき合計（円）", "Weighted sum of the aims, yen:"),
    "proof_unknown": (
        "制限時間で探索を止めた計画です。どれだけ安くできるかは、まだ分かっていません。",
        "The search was stopped early. How much cheaper a plan could be is not known yet.",
    ),
    "proof_time_limited": (
        "制限時間で探索を止めた計画です。これより安い計画があっても差は{gap}以内です。",
        "The search was stopped at its time limit. Any cheaper plan would save at most {gap}.",
    ),
    "counted_payers": (
        "この計画が最小にするのは{payers}の負担（現在価値{yen}）です。",
        "The plan saves the money of these payers alone: {payers} (present value {yen}).",
    ),
    "present_value": ("全期間の費用（現在価値）", "Cost of the whole period (present value)"),
    "credits": ("出典", "Sources"),
    "credit_parts": ("画面の部品: {names}", "Parts of this page: {names}"),
    "money_note": (
        "費用は{year}価格・割引前。最終年度の残存価値は含みません。",
        "Costs in prices of {year}, undiscounted, without the value left at the end.",
    ),
    "comparison_question": (
        "同じ段階で、どの案なら何校が移り、いくらかかり、誰が長く移動するか。",
        "At the same stage: how many schools move, what does it cost, who travels longest?",
    ),
    "best_note": (
        "★太字＝その行で最も良い値（移行校数は目標値なので比べません）",
        "★ bold: best of the row (schools moved is a target, not a score)",
    ),
    "kept_note": ("「–」＝移動する学校がない、または計画期間外", "–: nobody travels, or outside the planned years"),
    "point_in_time": ("時点", "Point in time"),
    "indicator": ("指標", "Indicator"),
    "best": ("最良", "best"),
    "cost_to_date_yen": ("累計費用", "Cost so far"),
    "present_value_yen": ("全期間の費用（現在価値）", "Whole period (present value)"),
    "present_value_general_fund_yen": ("うち一般財源（現在価値）", "of which general fund (present value)"),
    "present_value_national_grant_yen": ("うち国庫補助（現在価値）", "of which national grant (present value)"),
    "present_value_local_bond_yen": ("うち地方債（現在価値）", "of which local bonds (present value)"),
    "present_value_users_yen": ("うち利用者負担（現在価値）", "of which users (present value)"),
    "paid_by_general_fund_yen": ("うち一般財源", "of which general fund"),
    "paid_by_national_grant_yen": ("うち国庫補助", "of which national grant"),
    "paid_by_local_bond_yen": ("うち地方債", "of which local bonds"),
    "paid_by_users_yen": ("うち利用者負担", "of which users"),
    "minutes_mean": ("移動時間（平均）", "Trip, mean"),
    "minutes_max": ("移動時間（最長）", "Trip, longest"),
    "pupils_travelling": ("移動する児童生徒", "Pupils who travel"),
    "unmet_sessions": ("実施できない授業", "Sessions left out"),
    "water_minutes_per_pupil": ("1人あたり入水時間", "Water time per pupil"),
    "schools": ("学校数", "Schools"),
    "pools_in_use": ("使用中の学校プール", "School pools in use"),
    "pupils": ("児童生徒数", "Pupils"),
    "capex_yen": ("うち工事費", "of which works"),
    "cost_per_pupil_yen": ("1人あたり費用", "Cost per pupil"),
    "schools_in_mode": ("{mode}の学校", "Schools: {mode}"),
    "slots_used_at": ("枠の使用率（{kind}）", "Share of slots used: {kind}"),
    "opex_yen": ("うち運営費", "of which running costs"),
    "freed_sites_yen": ("跡地の価値（収入）", "Value of freed sites (credited)"),
    # ids that the tables hold
    "item_pool_upkeep": ("プール維持管理", "Pool upkeep"),
    "item_pool_failure": ("故障対応（期待値）", "Breakdowns (expected)"),
    "item_pool_repair": ("大規模改修", "Major repair"),
    "item_pool_rebuild": ("建替", "Rebuilding"),
    "item_demolition": ("解体", "Demolition"),
    "item_fire_cistern": ("防火水槽", "Fire cistern"),
    "item_idle_tank": ("休止プール維持", "Idle tank kept"),
    "item_freed_site": ("跡地の価値", "Value of the freed site"),
    "item_residual_value": ("残存価値", "Value left at the end"),
    "item_lesson_hire": ("施設使用料", "Pool hire"),
    "item_lesson_utilities": ("光熱水費", "Utilities"),
    "item_lesson_coaching": ("指導委託", "Coaching"),
    "item_lesson_entry": ("入場料", "Entry fees"),
    "item_lesson_quote": ("見積額", "Quoted price"),
    "item_site_contract": ("契約基本料", "Contract fee"),
    "item_unmet_sessions": ("実施できない授業の代替費", "Sessions left out"),
    "item_bus_hire": ("バス借上げ", "Bus hire"),
    "payer_general_fund": ("一般財源", "General fund"),
    "payer_national_grant": ("国庫補助", "National grant"),
    "payer_local_bond": ("地方債", "Local bonds"),
    "payer_users": ("利用者（保護者）負担", "Users (families)"),
    "state_in_use": ("使用中", "in use"),
    "state_repaired": ("改修済み", "repaired"),
    "state_rebuilt": ("建替済み", "rebuilt"),
    "state_closed": ("閉鎖", "closed"),
    "state_retired": ("廃止", "retired"),
    "works_repair": ("大規模改修", "major repair"),
    "works_rebuild": ("建替", "rebuilding"),
    "works_retire": ("廃止", "retirement"),
    "travel_none": ("なし", "none"),
    "travel_walk": ("徒歩", "walk"),
    "travel_bus": ("バス", "bus"),
    # layers of the GeoPackage
    "role_own": ("自校で使うプール", "Pool of its own school"),
    "role_retired": ("廃止した学校プール", "Retired school pool"),
    "style_schools": ("学校（最終年度の方法）", "Schools by mode in the last year"),
    "style_sites": ("プール（役割）", "Sites by role"),
    "style_trips": ("移動（方法）", "Trips by mode"),
    "style_wards": ("区", "Wards"),
    "other": ("その他", "Other"),
    **WORDS_BOARD,
    **WORDS_FINANCE,
    **WORDS_SENSITIVITY,
    **WORDS_FINANCE_PAGE,
    **WORDS_REPORT,
    **WORDS_TIMETABLE,
    **WORDS_WORKBOOK,
}
"""Word -> (Japanese, English). `{n}`, `{yen}`, `{gap}`, `{year}` are filled in by the caller."""


FACTS = tuple(key.removeprefix("fact_") for key in WORDS if key.startswith("fact_"))
"""Assumed facts that the assignments may name."""


def word(key: str, lang: Lang) -> str:
    """Return a word in one language; an unknown key is a KeyError."""
    return WORDS[key][lang == "en"]


def named(group: str, ident: str, lang: Lang) -> str:
    """Return the name of an id such as item `bus_hire`; an id without a name is shown as it is.

    >>> named("item", "bus_hire", "ja"), named("item", "welfare_vehicle", "ja")
    ('バス借上げ', 'welfare_vehicle')
    """
    return WORDS.get(f"{group}_{ident}", (ident, ident))[lang == "en"]


def label_in(label: Label, lang: Lang) -> str:
    """Return a label in one language."""
    return label.ja if lang == "ja" else label.en


def proof_text(proof: Proof, lang: Lang) -> str:
    """Say how small the plan's aims are, if there are others than cost, and how near it is to the cheapest."""
    key = "proof_unknown" if proof.says_nothing else f"proof_{proof.status}"
    if proof.says_nothing and proof.status == "traded":
        key = "proof_weighed"
    others = [found for found in proof.aims if found.aim != "cost"]
    cost_is_last = bool(others) and proof.aims[-1].aim == "cost"
    said = [*(_aim_text(found, lang) for found in others), word("aims_held", lang) if cost_is_last else ""]
    return "".join(said) + word(key, lang).format(gap=f"{proof.gap_share:.2%}")


def _aim_text(found: AimValue, lang: Lang) -> str:
    sure = "aim_is_least" if found.is_least else "aim_is_near"
    value, least = (f"{amount:,.1f}".removesuffix(".0") for amount in (found.value, found.least))
    name = named("aim", found.aim, lang)
    return word("aim", lang).format(name=name, value=value, sure=word(sure, lang).format(least=least))
