"""Words of finance.html, in both languages."""

WORDS_FINANCE_PAGE: dict[str, tuple[str, str]] = {
    "fp_title": ("学校プール再編計画 財政のページ", "School pools: the plan's money"),
    "fp_answer": ("要点", "In short"),
    "fp_when": ("だれが、いつ、いくら払うか", "Who pays what, and when"),
    "fp_whole": ("{years}年間の事業費は{yen}です", "The {years} years cost {yen}"),
    "fp_parts": ("（{parts}）。", " ({parts})."),
    "fp_part_national_grant_yen": ("国庫補助{yen}", "the state grants {yen}"),
    "fp_part_users_yen": ("利用者負担{yen}", "users pay {yen}"),
    "fp_part_borrowed_yen": ("起債{yen}", "{yen} are borrowed"),
    "fp_burden": (
        "市の一般財源から払う額は合計{yen}です（利子{interest}、{until}まで）。",
        "The general fund pays {yen} in all (interest {interest}, until {until}).",
    ),
    "fp_burden_loans": (
        "借りた額の返済と利子{interest}を含めて、市の一般財源から払う額は{until}までに合計{yen}です。",
        "With repayment and {interest} of interest, the general fund pays {yen} in all until {until}.",
    ),
    "fp_peak_said": (
        "計画期間で一般財源の負担が最も重いのは{year}の{yen}で、平均{mean}の{times}倍です。",
        "The general fund's dearest planned year is {year} with {yen}, {times} times the mean of {mean}.",
    ),
    "fp_peak_short": ("最大 {year}年度 {yen}", "Peak FY{year}: {yen}"),
    "fp_less": (
        (
            "{year}までの費用は{ours}で、"
            "全校が自校プールを使い続ける場合の{theirs}より{yen}少なくなります（基準年価格）。"
        ),
        "Until {year} it costs {ours}, {yen} less than the {theirs} of keeping every pool (base-year prices).",
    ),
    "fp_more": (
        ("{year}までの費用は{ours}で、全校が自校プールを使い続ける場合の{theirs}より{yen}多くなります（基準年価格）。"),
        "Until {year} it costs {ours}, {yen} more than the {theirs} of keeping every pool (base-year prices).",
    ),
    "fp_cheaper_from": ("{year}年度から累計で安い", "Cheaper to date from FY{year}"),
    "fp_without_loans": ("起債しない場合", "Without borrowing"),
    "fp_basis": (
        "特に断りのない額は各年度の価格（年{rise}の物価上昇を見込む）。基準年価格は{base}の価格です。",
        (
            "Amounts are in prices of the year (rising by {rise} a year) unless said; base-year prices are those "
            "of {base}."
        ),
    ),
    "fp_totals": ("合計（事業費から一般財源の所要額まで）", "Totals, from the whole cost to the general fund"),
    "fp_totals_note": (
        "所要額＝当年度の一般財源＋元金償還＋利子。償還は計画期間の後まで続く分を含みます。残存価値は含みません。",
        (
            "General fund in all = at once + principal + interest, repayments after the planned years included; "
            "without the value left."
        ),
    ),
    "fp_bridge": ("同じ計画の合計がいくつもある理由", "Why one plan has several totals"),
    "fp_bridge_yen": ("計画期間の合計", "Planned years"),
    "fp_bridge_where": ("どこに出てくるか", "Where you meet it"),
    "fp_bridge_nominal": ("事業費（各年度の価格）", "Cost, prices of the year"),
    "fp_bridge_nominal_where": ("予算、このページ", "budgets, this page"),
    "fp_bridge_inflation": ("物価上昇の見込みを除く", "without the general rise of prices"),
    "fp_bridge_base_year": ("事業費（基準年価格）", "Cost, base-year prices"),
    "fp_bridge_base_year_where": ("報告書、年度ごとの図表", "report, charts by year"),
    "fp_bridge_left": ("計画後も使える工事の価値（残存価値）を差し引く", "less the value left of works at the end"),
    "fp_bridge_discount": ("基準年度の価値に割り引く", "discounted to the base year"),
    "fp_bridge_not_counted": ("費用に数えない財源の分を除く", "without payers that do not count"),
    "fp_bridge_present": ("現在価値（計画が最小にした額）", "Present value, what the plan minimises"),
    "fp_bridge_present_where": ("段階の比較、案の比較、感度分析", "boards, comparisons, sensitivity"),
    "fp_bridge_note": (
        "どれも同じ台帳（ledger.csv）の合計です。予算の説明には各年度の価格、案どうしの比較には現在価値をお使いください。",
        "All add up the same ledger.csv. Explain budgets in prices of the year; compare plans by present value.",
    ),
    "fp_prices_nominal": ("各年度の価格", "prices of the year"),
    "fp_prices_base_year": ("基準年価格", "base-year prices"),
    "fp_total_cost_yen": ("事業費", "Cost"),
    "fp_total_national_grant_yen": ("－ 国庫補助", "– national grant"),
    "fp_total_users_yen": ("－ 利用者負担", "– users"),
    "fp_total_city_yen": ("市の負担", "City's part"),
    "fp_total_borrowed_yen": ("－ 起債額", "– borrowed"),
    "fp_total_cash_yen": ("当年度の一般財源", "General fund at once"),
    "fp_total_principal_yen": ("＋ 元金償還", "+ principal"),
    "fp_total_interest_yen": ("＋ 利子", "+ interest"),
    "fp_total_burden_yen": ("一般財源の所要額", "General fund in all"),
    "fp_levelling": ("山と平準化", "Peak and levelling"),
    "fp_level_city_yen": ("起債しない場合", "Without borrowing"),
    "fp_level_burden_yen": ("この計画", "This plan"),
    "fp_peak_year": ("最も重い年度", "Dearest year"),
    "fp_peak": ("その額", "its amount"),
    "fp_mean": ("年平均", "Mean of a year"),
    "fp_ratio": ("平均の何倍か", "times the mean"),
    "fp_fund": (
        "毎年平均額を積む場合に最初に必要な基金",
        "Fund needed at the start, if the mean is paid in every year",
    ),
    "fp_fund_most": ("その基金の最大残高", "The most this fund holds"),
    "fp_levelling_note": (
        (
            "計画期間の一般財源、各年度の価格。基金に毎年平均額を積み立て、"
            "そこから払うとみなします（利子は考えません）。"
        ),
        (
            "General fund over the planned years, prices of the year. The mean is paid into a fund every year, "
            "without interest."
        ),
    ),
    "fp_years": ("{n}年（{last}まで）", "{n} years (to {last})"),
    "fp_horizon_total": ("この計画（残存価値を差し引いた額）", "This plan, less value left"),
    "fp_own_said": (
        (
            "建て替える自校プールは、建替費{price}を{life}年で割り、維持費{running}を足すと1校あたり年{yen}です。"
            "移った{schools}校のうち{cheaper}校は、これより少ない額で泳いでいます。"
        ),
        (
            "A rebuilt own pool costs {price} over {life} years and {running} to run, {yen} a year. Of the {schools} "
            "schools that have left their pool, {cheaper} swim for less."
        ),
    ),
    "fp_own_nobody": (
        (
            "この計画では、自校プールを離れる学校はありません。建て替える自校プールは1校あたり年{yen}"
            "（建替費{price}÷{life}年＋維持費{running}）です。"
        ),
        (
            "No school leaves its own pool. A rebuilt one costs {yen} a year ({price} over {life} years, "
            "{running} to run)."
        ),
    ),
    "fp_fee_median": ("年額の中央値", "Median of a year"),
    "fp_fee_range": ("年額の範囲", "Range"),
    "fp_cheaper": ("自校建替より安い学校", "Cheaper than a rebuilt pool"),
    "fp_life_least": ("自校が安くなる最短の使用年数", "Least life at which own is cheaper"),
    "fp_per_pupil": ("1人あたり、1人1回あたり", "Per pupil and per visit"),
    "fp_per_pupil_note": (
        "基準年価格、その年度の事業費（工事を含む）を全児童生徒数と延べ利用で割った額。",
        "Base-year prices: the year's whole cost, works included, over all pupils and their visits.",
    ),
    "fp_sensitivity": ("単価や前提が変わると", "If prices and assumptions change"),
    "fp_sensitivity_how": (
        (
            "どの前提が答えをどれだけ動かすかは poolplan sensitivity で調べ、sensitivity.html "
            "に示します（影響の大きさ、分かれ目、変わらない判断）。"
        ),
        (
            "Which assumption moves the answer, and by how much, is studied by poolplan sensitivity and told in "
            "sensitivity.html."
        ),
    ),
    "fp_rests_on": ("予算が前提としていること", "What the budgets rest on"),
    "fp_workbook": (
        (
            "単価を書き換えて合計を確かめるには finance.xlsx をお使いください。"
            "すべての額は1円まで台帳（ledger.csv）と一致します。"
        ),
        "To try other prices use finance.xlsx. Every amount agrees with ledger.csv to the yen.",
    ),
    "fp_by_year": ("年度別の表", "Year by year"),
    "fp_yearly_note": (
        "▲＝計画期間で一般財源の所要額が最も多い年度。端数は四捨五入（1円までの額は finance.xlsx）。",
        "▲: dearest planned year of the general fund. Rounded; finance.xlsx has every yen.",
    ),
    "f_against_note_page": (
        "事業費の累計、基準年価格、割引前、残存価値を含まず。だれが払うかを問いません。",
        "Cost to date, whoever pays; base-year prices, undiscounted, without the value left at the end.",
    ),
}
"""Word -> (Japanese, English)."""
