"""Words of the report's exceptions and of its appendix, in both languages."""

WORDS_REPORT_END: dict[str, tuple[str, str]] = {
    # 6 exceptions
    "r_exceptions_intro": (
        "計画のうち、通常と異なる扱いになる学校とプールをすべて挙げます。",
        "Every school and pool that the plan treats in an unusual way.",
    ),
    "r_ex_far": ("移動時間の上限を超える学校", "Schools over the longest trip allowed"),
    "r_ex_near": ("上限に近く、実際のバスで確かめるべき移動", "Trips near a limit: drive them by bus first"),
    "r_ex_near_note": (
        "移動時間の誤差を考えると上限を超えうる経路のうち、この計画で使うもの（候補外も含む一覧は to_check.csv）。",
        "Trips of this plan that may exceed their limit, given how uncertain minutes are (all of them: to_check.csv).",
    ),
    "r_ex_doubtful": ("道路から離れた地点を通る移動", "Trips to or from a place far from any road"),
    "r_ex_doubtful_note": (
        "学校または施設の座標が最寄りの道路から離れているもの。座標と周辺の道路を確かめてください。",
        "The school or the site lies far from the nearest road: check its coordinates and the roads around it.",
    ),
    "r_may_take": ("見込みの幅", "May take"),
    "r_ex_far_note": ("指定により移った学校など。", "For example schools that a stage names."),
    "r_ex_moves": ("場所が2回以上変わる学校", "Schools whose place changes more than once"),
    "r_ex_moves_note": ("工事の間だけの移動は数えていません。", "Seasons away during works are not counted."),
    "r_ex_unmet": ("実施できない授業がある学校", "Schools with sessions left out"),
    "r_ex_unmet_note": ("回数は期間中の延べ。", "Sessions of all these years together."),
    "r_ex_few": ("行き先の候補が1か所以下の学校", "Schools with one place to go to, or none"),
    "r_ex_few_note": (
        "候補にならなかった近くの場所を、理由とともに近い順に示します（すべては dropped.csv）。",
        "The nearest places that are no option, with the reason; all of them are in dropped.csv.",
    ),
    "r_ex_old": ("使用年数の目安を超えて使うプール", "Pools used beyond their life"),
    "r_ex_old_note": (
        "健全度ごとの使用年数を過ぎ、猶予期間として使うプール（改修・建替の前）。",
        "Used in the years of grace, before any repair or rebuilding.",
    ),
    "r_years": ("年度", "Years"),
    "r_way": ("移動（片道）", "Trip one way"),
    "r_limit": ("上限", "Limit"),
    "r_changes": ("変わる年度と場所", "Changes"),
    "r_left_out": ("回数", "Sessions"),
    "r_reason": ("理由", "Reason"),
    "r_unmet_closed": ("自校プールが使えず閉鎖", "own pool worn out and closed"),
    "r_unmet_full": ("受入枠の不足", "no room at the site"),
    "r_last_choice": ("残った候補", "What is left"),
    "r_nearest_dropped": ("候補にならなかった近くの場所と理由", "Nearest places that are no option, and why"),
    "r_oldest": ("最後に使う年の築年数", "Age when last used"),
    "r_age_of": ("{age}年（目安{life}年）", "{age} (life {life})"),
    "r_dropped": ("{site}：{reason}", "{site}: {reason}"),
    "r_why_own_room": ("年{0}回必要なところプールは{1}回まで", "needs {0} sessions a year, the pool gives {1}"),
    "r_why_no_room": ("空きがない（年{0}回必要、{2}年度の空き{1}回）", "needs {0} sessions, {1} are free in {2}"),
    "r_why_not_offered": ("この案では使わない方式", "pattern not offered"),
    "r_why_stays": ("この案では{0}は自校プールを続ける", "{0} schools keep their own pool"),
    "r_why_level": ("{0}だけに適した水深", "water suits {0} only"),
    "r_why_deep": ("{0}年生より下には深すぎる", "too deep below grade {0}"),
    "r_why_host": ("受け入れ校が自校プールを使っていない", "the host does not use its pool"),
    "r_why_no_trip": ("移動時間の表にない（遠い）", "not in the table of trips (far)"),
    "r_why_preferred": ("{0}を優先し、{1}に空きがある", "{0} is preferred, and {1} has room"),
    "r_why_too_far": ("{0} {1}分（上限{2}分）", "{0} {1} min (limit {2})"),
    # 10 method
    "r_method_options": (
        (
            "はじめに、学校と場所の組み合わせごとに「行けるか」を調べ、移動が長すぎる、空きがないなどの組み合わせを"
            "理由とともに外します。"
            "残ったものだけが候補です。"
        ),
        (
            "First every pair of school and place is looked at: trips too long, places without room and the like "
            "are dropped, with the "
            "reason. What is left are the options."
        ),
    ),
    "r_method_decides": (
        (
            "次に、どの学校が何年度に自校プールを離れてどこへ移るか、どのプールをいつ改修・建替・廃止するかを、全期"
            "間まとめて決めます。"
            "段階の校数、受入枠、プールの寿命、移動時間の上限などの決まりをすべて守ります。"
        ),
        (
            "Then it is decided for all years together which school leaves its own pool when, and for where, and "
            "which pool is repaired, "
            "rebuilt or retired when. Every rule holds: stages, slots, lives of pools, limits of travel."
        ),
    ),
    "r_method_money": (
        (
            "費用は年度・費目・財源・場所ごとの1行として一つの台帳に記し、計画もこの報告書もその台帳だけを使います"
            "。後の年度の費用は割り引き、"
            "最終年度より後に残る工事の価値は差し引きます。"
        ),
        (
            "Every cost is a line of one ledger, by year, item, payer and place; the plan and this report use "
            "nothing else. Later money is "
            "discounted, and what works are worth after the last year is credited."
        ),
    ),
    "r_method_proof": (
        (
            "計画は数理最適化（混合整数計画）で求めます。「差は○%以内」とは、同じ決まりを守るどの計画も、それ以上は"
            "安くならないと証明されたと"
            "いう意味です。下の表の下界がその証明です。"
        ),
        (
            "The plan is found by mathematical optimisation (mixed-integer programming). Within so many per cent "
            "means: it is proven that no "
            "plan that keeps the same rules saves more. The bound below is that proof."
        ),
    ),
    "r_method_audit": (
        "できた計画は、計算とは別のプログラムが表だけを見て、決まりと費用をすべて確かめ直しています。",
        (
            "The finished tables were checked again, every rule and every cost, by a program that does not share "
            "the calculation."
        ),
    ),
    "r_proof_caption": ("計算の記録", "Record of the calculation"),
    "r_what": ("項目", "Entry"),
    "r_status": ("状態", "Status"),
    "r_status_proven": ("最良と証明", "proven best"),
    "r_status_gap": ("求めた精度まで証明", "proven within the gap asked for"),
    "r_status_traded": ("費用以外の目標を優先", "cost was not the last aim"),
    "r_status_time_limited": ("制限時間で終了", "stopped at the time limit"),
    "r_seconds": ("計算時間（秒）", "Seconds"),
    "r_seconds_in_manifest": (
        "manifest.json に記録（計算のたびに変わるため、この報告書には載せません）",
        "in manifest.json (they differ from run to run; this report does not)",
    ),
    "r_versions": ("使ったソフトウェア", "Versions"),
    "r_plan_hash": ("計画の識別番号（SHA-256）", "Plan (SHA-256)"),
    "r_data_hash": ("データの版（SHA-256）", "Data version (SHA-256)"),
    "r_aim": ("{value}（これ以上小さくできない値 {least}）", "{value} (cannot be less than {least})"),
    "r_sources": ("出典", "Sources"),
    "r_licence": (
        (
            "この報告書は poolplan（MIT ライセンス）が作りました。外部の部品は含みません。データの利用条件は各出典"
            "に従います。"
        ),
        (
            "Made by poolplan (MIT licence); no parts of others are inside. The data are under the terms of their "
            "sources."
        ),
    ),
}
"""Word -> (Japanese, English)."""
