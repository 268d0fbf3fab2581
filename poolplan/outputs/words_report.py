"""Words of the report's sections 1 to 5, in both languages; the other sections have modules of their own."""

from poolplan.outputs.words_register import WORDS_REGISTER
from poolplan.outputs.words_report_end import WORDS_REPORT_END
from poolplan.outputs.words_school_pages import WORDS_SCHOOL_PAGES

WORDS_REPORT: dict[str, tuple[str, str]] = {
    "r_title": ("学校プール再編計画 報告書", "School pools: report on the plan"),
    "r_contents": ("目次", "Contents"),
    "r_section_summary": ("要約", "Summary"),
    "r_section_reading": ("最初にお読みください", "Read this first"),
    "r_section_patterns": ("方式の比較", "Patterns compared"),
    "r_section_lists": ("学校別・プール別の一覧", "Schools, pools and slots"),
    "r_section_budget": ("年度別の予算", "Budget by year"),
    "r_section_exceptions": ("例外とその理由", "Exceptions and their reasons"),
    "r_section_register": ("仮定と設定の一覧", "Register of assumptions and settings"),
    "r_section_schools": ("この学校ではどうなるか（学校別）", "What changes for us (one page per school)"),
    "r_section_method": ("付録：計画の作り方と出典", "Appendix: method, proof and sources"),
    "r_marks": ("計画の識別番号 {plan} ・ データの版 {data}", "Plan {plan} · data version {data}"),
    "r_first_year": ("最初の年度", "First year"),
    "r_last_year": ("最終年度", "Last year"),
    "r_outside": ("市外", "outside the city"),
    "r_counted": ("{name}（{n}）", "{name} ({n})"),
    "r_more": ("ほか{n}校", "{n} more"),
    "r_none": ("該当なし。", "None."),
    "r_unit": ("万円", "million yen"),
    # 1 summary
    "r_answer": ("答え", "The answer"),
    "r_answer_moves": (
        (
            "{year}までに、{schools}校のうち{moved}校が自校プール以外での授業に移り、学校プール{pools}か所のうち"
            "{retired}か所を廃止します"
        ),
        (
            "By {year}, {moved} of {schools} schools have left their own pool, and {retired} of {pools} school "
            "pools are retired"
        ),
    ),
    "r_answer_stages": ("（段階ごとの累計 {stages}校）。", " (schools at each stage, in all: {stages})."),
    "r_answer_stages_none": ("。", "."),
    "r_answer_money": (
        "{years}年間の費用は合計{yen}、年平均{mean}で、",
        "The {years} years cost {yen} in all, {mean} a year on average; ",
    ),
    "r_against_first": (
        "最初の年度である{year}の{yen}の{share}倍です。",
        "that is {share} times the first year ({year}: {yen}).",
    ),
    "r_against_keeping_less": (
        "全校が自校プールを使い続ける場合より{yen}（{share}）少なくなります（現在価値、残存価値を含む）。",
        "that is {yen} ({share}) less than keeping every pool (present value, value left at the end included).",
    ),
    "r_against_keeping_more": (
        "全校が自校プールを使い続ける場合より{yen}（{share}）多くなります（現在価値、残存価値を含む）。",
        "that is {yen} ({share}) more than keeping every pool (present value, value left at the end included).",
    ),
    "r_answer_trips": (
        (
            "最も長い移動は{school}から{site}までの{trip}で、{year}からです。その年度に移動する児童生徒の平均は"
            "{mean}です。"
        ),
        (
            "The longest trip is {trip}, from {school} to {site} (from {year}); pupils who travel that year need "
            "{mean} on average."
        ),
    ),
    "r_answer_no_trips": ("移動して授業を受ける学校はありません。", "No school travels to its lessons."),
    "r_cost_of_all": ("全期間の費用", "Cost of all years"),
    "r_any_year": ("片道、全期間で", "one way, of any year"),
    "r_from_value": ("最初の年度は{value}", "first year: {value}"),
    "r_chart_title": ("年度ごとの費用（費目別）", "Cost by year and kind"),
    "r_peak": (
        "最も費用のかかる年度は{year}で{yen}（うち工事費{works}）、全期間の平均は年{mean}です。",
        "The dearest year is {year} with {yen}, of which works {works}; the mean of all years is {mean}.",
    ),
    "r_peak_short": ("最大 {year}年度 {yen}", "Peak FY{year}: {yen}"),
    "r_sure_of_what": (
        "これは計算の確かさであり、仮定した数値の正しさではありません。",
        "This is about the calculation, not about whether the assumed figures are right.",
    ),
    # 2 read this first
    "r_how_sure": ("結果はどこまで確かか", "How sure is the result?"),
    "r_warnings": ("注意していただきたいこと", "What to watch"),
    "r_no_warnings": ("計画の表から特に注意すべき点は見つかりませんでした。", "The tables show nothing in particular."),
    "r_what_assumed": ("仮定していること", "What is assumed"),
    "r_not_modelled": ("この計画が考えていないこと", "What the plan leaves out"),
    "r_fact": ("仮定した事柄", "Assumed fact"),
    "r_facts_caption": ("仮定に左右される学校の数", "Schools whose place depends on an assumed fact"),
    "r_rows_caption": ("仮定を含む行の数（仮定／全体）", "Rows with assumed values (assumed / all)"),
    "r_not_prices": (
        "物価の上昇（全年度を基準年の価格で計算）",
        "Rising prices: every year is in prices of the base year",
    ),
    "r_not_weather": (
        "天候（暑さ・雨による中止は一定の割合としてのみ）",
        "The weather, but for a flat share of lessons that heat and rain take",
    ),
    "r_not_timetable": (
        "時間割（1回ごとの時刻。バスの日数は1日の往復回数からの見積り）",
        "The timetable: bus-days are estimated from the round trips of a day",
    ),
    "r_not_interest": (
        "地方債の利子（計画の選び方には含めず、finance.html に示します）",
        "Interest on bonds: it does not weigh in the choice of a plan (finance.html tells it)",
    ),
    "r_not_children": ("児童生徒・保護者・教職員の意見", "What children, parents and teachers think"),
    "r_warn_gap": (
        "もっと安い計画が残っている可能性が1%を超えています。時間をかけて計算し直すと下がるかもしれません。",
        "A plan more than 1 % cheaper is not ruled out. Searching longer may find one.",
    ),
    "r_warn_unmet": (
        "実施できない授業が全期間で延べ{n}回あります（例外の節）。",
        "{n} sessions are left out over all years (see the exceptions).",
    ),
    "r_warn_places": (
        "最終年度に使う場所のうち{n}か所は位置が仮定です（実在しない場所を含むことがあります）。",
        "Places used in the last year whose position is assumed, so that they may not exist: {n}.",
    ),
    "r_warn_club": (
        "最終年度には{n}校が{site}で授業を受けます。ここが使えなくなると{n}校の授業の場所を探すことになります。",
        "In the last year {n} schools swim at {site}. Should it close, {n} schools need another place.",
    ),
    "r_warn_full": (
        "最終年度に受入枠の{share}以上が埋まる場所が{n}か所あります。",
        "Places with {share} or more of their slots taken in the last year: {n}.",
    ),
    "r_warn_late": (
        "工事費の{share}が{years}に集まっています。年度ごとの上限を決めて平準化する案も試せます。",
        "{share} of the cost of works falls into the last years ({years}). A plan with a yearly ceiling can be tried.",
    ),
    "r_warn_near": (
        "移動時間が仮定で、上限まで{minutes}以内の学校が{n}校あります。実測で確かめてください。",
        "Schools within {minutes} of the longest trip allowed, by assumed minutes: {n}. Measure these trips.",
    ),
    # 3 patterns
    "r_patterns_intro": (
        "授業の方式ごとに、同じ費用の台帳から並べて示します。費用の単位は万円、1人あたり・1回あたりは円です。",
        (
            "The ways of holding lessons side by side, all from one ledger. Costs in million yen; per pupil and "
            "visit in yen."
        ),
    ),
    "r_patterns_note": (
        (
            "工事費はその年度に一度にかかるため、方式どうしの比較には全期間の年平均の表をお使いください。受け入れ校"
            "のプールの費用は"
            "使う授業枠の割合で自校分と共用分に分けています。廃止したプールの解体などは「廃止プール」の列に示します。"
        ),
        (
            "Works fall due in single years: to compare patterns use the table of yearly means. The costs of a "
            "host's pool are shared "
            "between its own school and its guests by sessions; demolition and the like stand under retired pools."
        ),
    ),
    "r_per_pattern": ("方式", "Pattern"),
    "r_retired_pools": ("廃止プール", "Retired pools"),
    "r_mean_of_years": ("全期間の年平均", "Yearly mean of all years"),
    "r_schools": ("学校数", "Schools"),
    "r_sessions": ("授業枠（回／年）", "Sessions a year"),
    "r_visits": ("延べ利用（人・回／年）", "Pupil-visits a year"),
    "r_water": ("1人あたり入水時間（分／年）", "Water minutes per pupil and year"),
    "r_minutes_mean": ("移動時間 平均（片道、分）", "Trip, mean (min one way)"),
    "r_minutes_max": ("移動時間 最長（片道、分）", "Trip, longest (min one way)"),
    "r_group_pools": ("プール維持管理", "Upkeep of pools"),
    "r_group_lessons": ("施設使用・指導", "Hire and instructors"),
    "r_group_bus": ("バス", "Buses"),
    "r_group_works": ("工事（改修・建替・解体）", "Works (repair, rebuilding, demolition)"),
    "r_group_other": ("その他", "Other"),
    "r_total_cost": ("費用合計", "Cost, total"),
    "r_per_pupil": ("児童生徒1人あたり（円）", "Per pupil (yen)"),
    "r_per_visit": ("1人1回あたり（円）", "Per pupil-visit (yen)"),
    # 4 lists
    "r_school_list": ("学校ごとの授業の場所（区別）", "Where each school swims, by ward"),
    "r_school_list_note": (
        "学校名から学校別の頁に移れます。児童生徒数は最初の年度。分は片道。",
        "Names lead to the schools' pages. Pupils of the first year; minutes one way.",
    ),
    "r_moves_in": ("移る年度", "Moves in"),
    "r_own_place": ("自校プール", "own pool"),
    "r_trip": ("{way}{minutes}", "{minutes} by {way}"),
    "r_pool_register": ("学校プールの台帳", "Register of school pools"),
    "r_pool_register_note": (
        "健全度はA（良好）～D（早急な対応が必要）。受け入れは最終年度。",
        "Condition from A (good) to D (poor). Guests of the last year.",
    ),
    "r_pool": ("プール（学校）", "Pool of"),
    "r_built": ("建築", "Built"),
    "r_condition": ("健全度", "Condition"),
    "r_age": ("築年数 {year}", "Age in {year}"),
    "r_retired_in": ("廃止", "Retired"),
    "r_in_use": ("使用を継続", "stays in use"),
    "r_after": ("廃止後", "Afterwards"),
    "r_guests": ("受け入れる学校", "Guests"),
    "r_fire_water": ("消防水利", "fire water"),
    "r_after_demolition": ("解体", "demolished"),
    "r_after_fire_cistern": ("防火水槽を設置", "fire cistern built"),
    "r_after_idle_tank": ("水槽を消防水利として残す", "tank kept for fire water"),
    "r_after_freed_site": ("跡地を活用", "site put to use"),
    "r_after_nothing": ("費用の計上なし", "no cost counted"),
    "r_slots": ("受入枠の使用状況", "Use of slots"),
    "r_slots_note": (
        "使った授業枠（回／年）と受入枠に対する割合。受け入れ校は自校の授業を含みます。",
        "Sessions a year, and their share of the slots. Host schools: their own lessons included.",
    ),
    "r_capacity": ("受入枠（回／年）", "Slots a year"),
    "r_busiest": ("最も混む年度", "Busiest year"),
    "r_schools_last": ("最終年度の学校数", "Schools, last year"),
    # 5 budget
    "r_yearly_caption": ("年度×費目", "Year by item"),
    "r_yearly_note": (
        (
            "▲＝最も費用のかかる年度。残存価値は含みません。端数は四捨五入のため合計と一致しないことがあります（正"
            "確な額は ledger.csv）。"
        ),
        "▲: the dearest year. Without the value left at the end. Rounded; exact amounts are in ledger.csv.",
    ),
    "r_payers_caption": ("費目×財源（全期間）", "Item by payer, all years"),
    "r_payers_note": (
        (
            "現在価値は{base}の価値に換算（割引率{share}）し、残存価値を差し引いた額。残存価値は{last}より後に残る"
            "工事の価値です。"
        ),
        (
            "Present value in {base}, discounted by {share} a year, less the value left: what works are worth "
            "after {last}."
        ),
    ),
    "r_more_money": (
        "各年度の価格・起債・30～60年の費用は finance.html、前提が変わった場合は「感度分析」の節に示します。",
        "Prices of the year, bonds and longer horizons: finance.html; other prices: the section “Sensitivity”.",
    ),
    "r_present_value": ("現在価値", "Present value"),
    **WORDS_REPORT_END,
    **WORDS_REGISTER,
    **WORDS_SCHOOL_PAGES,
}
"""Word -> (Japanese, English)."""
