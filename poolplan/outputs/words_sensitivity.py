"""Words of the sensitivity study's page and workbook, in both languages."""

WORDS_SENSITIVITY: dict[str, tuple[str, str]] = {
    "s_title": ("学校プール再編計画 感度分析", "School pools: what moves the answer"),
    "r_section_sensitivity": ("感度分析", "Sensitivity"),
    "s_report_none": (
        (
            "前提が変わると答えがどう動くかは、まだ調べていません。シナリオに sensitivity の欄を設けて "
            "poolplan sensitivity を実行し、もう一度 poolplan run を実行すると、ここに示します。"
        ),
        (
            "What moves the answer has not been studied yet: give the scenario a block sensitivity, run "
            "poolplan sensitivity, then poolplan run again, and it is told here."
        ),
    ),
    "s_report_other": (
        (
            "感度分析（{folder}）がありますが、この計画とは別の前提またはデータによるもの、または読み取れないもの"
            "なので、ここには示しません。poolplan sensitivity をやり直し、もう一度 poolplan run を実行してください。"
        ),
        (
            "There is a study ({folder}), but it rests on other inputs than this plan, or cannot be read, so it "
            "is not told here. Run poolplan sensitivity anew, then poolplan run again."
        ),
    ),
    "s_report_fits": (
        "この計画と同じ前提とデータによる感度分析（{folder}）の要点です。",
        "The main findings of the study ({folder}), which rests on the same values and data as this plan.",
    ),
    "s_report_link": ("くわしくは sensitivity.html", "In full: sensitivity.html"),
    "s_tornado": ("どの前提が費用を最も動かすか", "Which assumption moves the cost most"),
    "s_tornado_said": (
        (
            "前提を1つずつ下限と上限に変えたときの、費用（現在価値）の変化です。計画をそのままにした場合と、"
            "計画し直した場合を示します。差が計画し直す効果です。"
        ),
        (
            "Change of the cost (present value) as one assumption after another goes to its low and its high "
            "end: with the plan kept, and planned anew. The difference is what planning anew saves."
        ),
    ),
    "s_more_oku": ("基準との差（億円）", "More than reference (hundred million yen)"),
    "s_more_man": ("基準との差（万円）", "More than reference (ten thousand yen)"),
    "s_more_million": ("基準との差（百万円）", "More than reference (million yen)"),
    "s_plan_kept": ("計画はそのまま", "Plan kept"),
    "s_planned_anew": ("計画し直す", "Planned anew"),
    "s_thresholds": ("判断が変わる分かれ目", "Where decisions turn"),
    "s_flips_true": (
        "「{label}」は、{parameter}が{below}から{above}の間のある値を超えると成り立ち、下回ると成り立ちません。",
        "“{label}” becomes true as {parameter} rises past a point between {below} and {above}; below, it is false.",
    ),
    "s_flips_false": (
        "「{label}」は、{parameter}が{below}から{above}の間のある値を超えると成り立たなくなり、下回ると成り立ちます。",
        "“{label}” ceases to be true as {parameter} rises past a point between {below} and {above}; below, it is true.",
    ),
    "s_status_always": (
        "「{label}」は、{parameter}を調べた範囲のどの値でも成り立ちます。{reason}",
        "“{label}” is true at every value of {parameter} looked at. {reason}",
    ),
    "s_never": ("なし", "never"),
    "s_status_unknown": (
        "「{label}」は、{parameter}の一部の値で計画が立たず、分かれ目が決まりません。{reason}",
        "“{label}” cannot be settled: there is no plan at some values of {parameter}. {reason}",
    ),
    "s_firm_title": ("前提が変わっても変わらない判断", "Decisions that stand whatever happens"),
    "s_draws": (
        (
            "すべての前提を同時に{draws}通りに変えて調べました（計画が立たないもの{none}通り、"
            "計算できなかったもの{failed}通り）。費用の確かさの差は最大{gap}です。"
        ),
        (
            "All assumptions were drawn at once, {draws} times (no plan in {none}, failed in {failed}). Each "
            "cost is within {gap} of the best possible."
        ),
    ),
    "s_firm": (
        (
            "{share}以上の場合で同じ判断になるのは、授業の場所の方式で{of}校のうち{schools}校、"
            "プールの廃止年度で{of_pools}か所のうち{pools}か所です。まずここから進めても後悔の少ない判断です。"
        ),
        (
            "The same in {share} of the draws or more: how lessons are held for {schools} of {of} schools, and "
            "when a pool retires for {pools} of {of_pools}. These can be begun with little regret."
        ),
    ),
    "s_stability": ("同じ判断になる割合", "How often decisions stay the same"),
    "s_stability_said": (
        "横軸は、同じ判断になった場合の割合。右端ほど確かな判断です。",
        "Share of the draws that decide the same; the further right, the firmer.",
    ),
    "s_count": ("学校・プール数", "Schools, pools"),
    "s_schools_mode": ("学校（授業の方式）", "Schools: how lessons are held"),
    "s_pools_retired": ("プール（廃止年度）", "Pools: year of retirement"),
    "s_least_sure": ("判断が変わりやすい学校とプール", "Decisions that change most often"),
    "s_place": ("学校・プール", "School or pool"),
    "s_decision": ("判断", "Decision"),
    "s_decision_mode": ("授業の方式", "how lessons are held"),
    "s_decision_retired_in": ("廃止年度", "year of retirement"),
    "s_reference": ("この計画", "This plan"),
    "s_same": ("同じになる割合", "Same in"),
    "s_most": ("最も多い判断", "Most often"),
    "s_most_share": ("その割合", "in"),
    "s_spread": ("費用の幅と、計画ごとの後悔", "Spread of the cost, and regret of each plan"),
    "s_spread_note": (
        "後悔＝その計画を選んだときに、その場合の最もよい計画より余計にかかる額。金額は現在価値。",
        "Regret: what a plan costs more than the best plan of the same draw. Present values.",
    ),
    "s_plan": ("計画", "Plan"),
    "s_plan_best": ("毎回計画し直す", "planned anew each time"),
    "s_plan_reference": ("この計画", "this plan"),
    "s_plan_keep_all": ("全校自校", "keeping every pool"),
    "s_plan_at_low": ("{parameter}が下限のときの計画", "plan at the low end of {parameter}"),
    "s_plan_at_high": ("{parameter}が上限のときの計画", "plan at the high end of {parameter}"),
    "s_p05": ("下位5%", "5 %"),
    "s_p50": ("中央値", "median"),
    "s_p95": ("上位5%", "95 %"),
    "s_regret_mean": ("平均の後悔", "Mean regret"),
    "s_regret_max": ("最大の後悔（割合）", "Largest regret (share)"),
    "s_indices": ("費用の幅を説明する前提", "Which assumption explains the spread"),
    "s_indices_note": (
        "感度指数（Sobol、95%信頼区間）。単独＝その前提だけで説明できる割合、全体＝他との組み合わせを含む割合。",
        "Sobol indices with 95 % confidence. Alone: explained by it alone; in all: together with others too.",
    ),
    "s_first": ("単独", "Alone"),
    "s_total": ("全体", "In all"),
    "s_details": ("くわしい表", "Tables"),
    "s_one_at_a_time": ("前提を1つずつ変えた場合", "One assumption at a time"),
    "s_parameter": ("前提", "Assumption"),
    "s_value": ("値", "Value"),
    "s_low": ("（下限）", "(low)"),
    "s_high": ("（上限）", "(high)"),
    "s_schools_changed": ("変わる学校", "Schools that change"),
    "s_pools_changed": ("変わるプール", "Pools that change"),
    "s_remark": ("備考", "Remark"),
    "s_gap_note": (
        "計画し直した費用は、求めた精度の範囲で確かです（gap_share は one_at_a_time.csv）。",
        "Costs planned anew are as exact as the gap of each (gap_share in one_at_a_time.csv).",
    ),
    "s_grid_note": (
        "費用（現在価値）と、最も多くの学校の方式。",
        "Cost (present value), and the mode of most schools.",
    ),
    "s_ranges": ("前提の幅（下限／基準／上限）", "Ranges (low / reference / high)"),
    "s_ranges_note": (
        "幅は sensitivity の欄で決めます。「仮定」は出典のない幅です。",
        "Ranges are set in the scenario's block sensitivity; those marked assumed have no source.",
    ),
    "s_foot": (
        "表は同じフォルダの CSV と sensitivity.xlsx にあります。",
        "The tables are in the CSV files beside this page and in sensitivity.xlsx.",
    ),
    "s_tornado_sheet": ("トルネード", "Tornado"),
    "s_thresholds_sheet": ("分かれ目", "Turning points"),
    "s_plans_sheet": ("計画の比較", "Plans compared"),
    "s_kept_row": ("{parameter}：計画はそのまま", "{parameter}: plan kept"),
    "s_anew_row": ("{parameter}：計画し直す", "{parameter}: planned anew"),
    "s_low_end": ("下限", "Low"),
    "s_high_end": ("上限", "High"),
    "s_more_low": ("下限のときの差", "More at low"),
    "s_more_high": ("上限のときの差", "More at high"),
    "s_below": ("この値まで元のまま", "As before up to"),
    "s_above": ("この値から変わる", "Changed from"),
    "s_gap": ("計画の確かさ（差）", "Gap of plans"),
    "s_costs": ("費用の幅（現在価値）", "Spread of the cost (present value)"),
    "s_best_in": ("最もよい場合の数", "Draws in which best"),
    "s_not_allowed": ("実行できない場合の数", "Draws not allowed"),
    "s_status_never": (
        "「{label}」は、{parameter}を調べた範囲のどの値でも成り立ちません。{reason}",
        "“{label}” is false at every value of {parameter} looked at. {reason}",
    ),
}
"""Word -> (Japanese, English)."""
