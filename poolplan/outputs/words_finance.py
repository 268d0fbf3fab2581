"""Words of the finance section's workbook, in both languages."""

WORDS_FINANCE: dict[str, tuple[str, str]] = {
    "f_sheet_front": ("まとめ", "Summary"),
    "f_sheet_prices": ("前提", "Assumptions"),
    "f_sheet_budget_nominal": ("予算（各年度の価格）", "Budget (prices of year)"),
    "f_sheet_budget_base_year": ("予算（基準年価格）", "Budget (base-year prices)"),
    "f_sheet_loans": ("地方債", "Loans"),
    "f_sheet_by_item": ("年度×費目", "Year by item"),
    "f_sheet_by_payer": ("費目×財源", "Item by payer"),
    "f_sheet_by_school": ("学校別", "By school"),
    "f_sheet_by_site": ("施設別", "By site"),
    "f_sheet_horizons": ("期間30～60年", "30 to 60 years"),
    "f_sheet_own_pool": ("自校プールの損益分岐", "Break-even of own pool"),
    "f_sheet_against": ("全校自校との比較", "Against keeping all"),
    "f_sheet_lines": ("費用の明細", "Ledger lines"),
    "f_sheet_compared": ("費用の比較", "Money compared"),
    "f_sheet_to_date": ("累計の費用", "Cost to date"),
    "f_compared_note": (
        "単位は円。特に断りのない額は各年度の価格で、起債の償還は完済まで含みます。",
        "Yen. Prices of the year unless said; repayments until the last one are included.",
    ),
    "f_compared_horizon": (
        "{n}年間の費用（残存価値を差し引いた額、基準年価格）",
        "{n} years, less value left, base-year prices",
    ),
    "f_to_date_note": (
        "表示は千円（値は円）、事業費、基準年価格、割引前、残存価値を含まず。",
        "Shown in thousand yen (cells hold yen): cost, base-year prices, undiscounted, without the value left.",
    ),
    "f_to_date": ("{name}（累計）", "{name}, to date"),
    # front
    "f_front_totals": ("計画期間の合計", "Totals"),
    "f_unit_oku": ("億円", "million yen"),
    "f_unit_man": ("万円", "thousand yen"),
    "f_unit_yen": ("円", "yen"),
    "f_unit_year": ("年度", "fiscal year"),
    "f_unit_share": ("割合", "share"),
    "f_front_years": (
        "計画は{first}から{last}まで。「基準年価格」は{base}の価格、「各年度の価格」は物価の上昇を見込んだ額です。",
        (
            "Planned are {first} to {last}. Base-year prices are those of {base}; prices of the year rise with "
            "inflation."
        ),
    ),
    "f_front_assumed": (
        "仮定値を含みます（「前提」の仮定の列、報告書の仮定一覧）。実際の値に置き換えるまで結論としないでください。",
        (
            "Contains assumed values (column assumed of the assumptions; the report lists them). Do not conclude "
            "before real ones are in."
        ),
    ),
    "f_front_live": (
        "「前提」の黄色のセルを書き換えると、明細・予算・合計がすべて計算し直されます。",
        "Type into a yellow cell of the assumptions and every line, budget and total follows.",
    ),
    "f_front_plan_fixed": (
        (
            "そのとき計画（どの学校がいつどこへ移るか）は変わりません。計画から見直すには poolplan "
            "で計画し直してください。"
        ),
        "The plan stays as it is (which school moves when, and where); to let it change, plan again with poolplan.",
    ),
    "f_front_units": (
        (
            "予算のシートは千円単位で表示していますが、セルの値は円です。"
            "残存価値は誰も受け取らないので予算に含みません。"
        ),
        (
            "Budgets are shown in thousand yen, the cells hold yen. The value left at the end is in no budget: "
            "nobody is paid it."
        ),
    ),
    "f_front_study": (
        "感度分析（{folder}）の要点：シート {sheets}",
        "Main findings of the study ({folder}): sheets {sheets}",
    ),
    "f_front_rounding": (
        (
            "明細は1円まで台帳（ledger.csv）と一致します。端数がちょうど0.5円になる場合だけ、"
            "書き換えた後に1円ずれることがあります。"
        ),
        (
            "Lines agree with ledger.csv to the yen. After typing, a line may differ by one yen where exactly "
            "half a yen is rounded."
        ),
    ),
    "f_total_cost_yen_base_year": ("事業費（基準年価格）", "Cost, base-year prices"),
    "f_total_works_yen_base_year": ("　うち工事費（基準年価格）", "  of which works, base-year prices"),
    "f_total_running_yen_base_year": ("　うち運営費（基準年価格）", "  of which running costs, base-year prices"),
    "f_total_cost_yen_nominal": ("事業費（各年度の価格）", "Cost, prices of the year"),
    "f_total_national_grant_yen_nominal": ("　国庫補助", "  national grant"),
    "f_total_users_yen_nominal": ("　利用者（保護者）負担", "  users (families)"),
    "f_total_city_yen_nominal": ("市の負担（起債前）", "City's part, before borrowing"),
    "f_total_borrowed_yen_nominal": ("　起債額", "  borrowed"),
    "f_total_cash_yen_nominal": ("　当年度の一般財源", "  general fund, at once"),
    "f_total_principal_yen_nominal": ("　元金償還", "  principal repaid"),
    "f_total_interest_yen_nominal": ("　利子", "  interest"),
    "f_total_burden_yen_nominal": (
        "一般財源の所要額（起債・償還後、完済まで）",
        "General fund in all, until loans are repaid",
    ),
    "f_total_ledger": ("台帳の合計（残存価値を差し引いた額）", "Ledger in all, less the value left at the end"),
    "f_front_peak_burden_yen": ("一般財源の所要額が最も多い年度の額", "General fund in its dearest year"),
    "f_front_peak_city_yen": ("起債しない場合に最も多い年度の額", "The same without borrowing"),
    "f_front_peak_year": ("　その年度", "  that year"),
    # prices
    "f_prices_note": (
        "黄色のセルは書き換えられます。白いセルは計画そのものを左右するため、--set で計画し直してください。",
        "Yellow cells may be typed into. White ones decide the plan itself: plan again with --set.",
    ),
    "f_prices_general": ("価格の基準", "Basis of prices"),
    "f_price_block": ("項目", "Block"),
    "f_price_name": ("内容", "Value of"),
    "f_price_value": ("値", "Value"),
    "f_price_unit": ("単位", "Unit"),
    "f_price_live": ("再計算", "Recalculates"),
    "f_price_assumed": ("仮定", "Assumed"),
    "f_price_source": ("出典", "Source"),
    "f_price_path": ("シナリオの設定名（--set）", "Path in the scenario (--set)"),
    "f_price_is_live": ("する（計画は固定）", "yes, plan fixed"),
    "f_price_is_not": ("しない（計画し直す）", "no, plan again"),
    # lines
    "f_lines_note": (
        ("台帳の1行ごとに、数量と、前提の単価から計算する式を示します。「固定」の行は見積額など、式にならない額です。"),
        (
            "Each line of the ledger with its quantities and a formula over the assumptions; fixed lines, such "
            "as quotes, have none."
        ),
    ),
    "f_head_year": ("年度", "Fiscal year"),
    "f_head_year_label": ("年度（和暦）", "Fiscal year (text)"),
    "f_head_item": ("費目ID", "Item id"),
    "f_head_item_label": ("費目", "Item"),
    "f_head_payer": ("財源ID", "Payer id"),
    "f_head_payer_label": ("財源", "Payer"),
    "f_head_site": ("施設ID", "Site id"),
    "f_head_school": ("学校ID", "School id"),
    "f_head_place_label": ("施設・学校", "Place"),
    "f_head_q1": (
        "数量（回・人回・経過年・残存割合・時間）",
        "Quantity (sessions, visits, years of wear, share left, hours)",
    ),
    "f_head_q2": ("km・工事年度", "km, or year of works"),
    "f_head_q3": ("大型 日数", "Days, large bus"),
    "f_head_q4": ("中型 日数", "Days, medium"),
    "f_head_q5": ("小型 日数", "Days, small"),
    "f_head_q6": ("コミューター 日数", "Days, commuter"),
    "f_head_yen": ("金額（円、基準年価格）", "Yen, base-year prices"),
    "f_head_nominal_yen": ("金額（円、各年度の価格）", "Yen, prices of the year"),
    "f_head_group": ("区分", "Group"),
    "f_head_live": ("式", "Formula"),
    "f_live": ("式", "formula"),
    "f_fixed": ("固定", "fixed"),
    # budgets
    "f_budget_nominal_note": (
        (
            "表示は千円（値は円）、各年度の価格。市の負担－起債額＝当年度の一般財源、"
            "それに元金と利子を加えたものが所要額です。"
        ),
        (
            "Shown in thousand yen (cells hold yen), prices of the year. City less borrowed = cash; with "
            "principal and interest = burden."
        ),
    ),
    "f_budget_base_year_note": (
        "表示は千円（値は円）、基準年の価格。地方債は各年度の価格で計算し、物価の上昇分を割り戻しています。",
        (
            "Shown in thousand yen (cells hold yen), base-year prices. Loans are worked out in prices of the "
            "year, then deflated."
        ),
    ),
    "f_head_price_level": ("物価水準", "Price level"),
    "f_head_works_yen": ("工事費", "Works"),
    "f_head_running_yen": ("運営費", "Running costs"),
    "f_head_freed_sites_yen": ("跡地の価値", "Freed sites"),
    "f_head_cost_yen": ("事業費", "Cost"),
    "f_head_national_grant_yen": ("国庫補助", "National grant"),
    "f_head_users_yen": ("利用者負担", "Users"),
    "f_head_city_yen": ("市の負担（起債しない場合）", "City's part (without borrowing)"),
    "f_head_borrowed_yen": ("起債額", "Borrowed"),
    "f_head_cash_yen": ("当年度の一般財源", "General fund at once"),
    "f_head_principal_yen": ("元金償還", "Principal"),
    "f_head_interest_yen": ("利子", "Interest"),
    "f_head_burden_yen": ("一般財源の所要額", "General fund in all"),
    "f_head_debt_yen": ("年度末の残高", "Debt at year's end"),
    "f_chart_nominal": ("一般財源の所要額（各年度の価格）", "What the general fund pays (prices of the year)"),
    "f_chart_base_year": ("一般財源の所要額（基準年価格）", "What the general fund pays (base-year prices)"),
    "f_loans_note": (
        (
            "年度ごとの起債を1本の借入れとし、翌年度から年1回返します。表は各年度末の残高（千円表示、値は円）。"
            "年数と据置は式に含みません。"
        ),
        (
            "Each year's borrowing is one loan, repaid once a year from the next. Shown: debt at each year's "
            "end, thousand yen; terms in years are not live."
        ),
    ),
    "f_loan_year": ("借入年度", "Loan of"),
    "f_loan_yen": ("借入額", "Borrowed"),
    "f_loan_payment": ("元利均等額", "Level payment"),
    "f_loan_debt": ("年度末の残高", "Debt at year's end"),
    # sums
    "f_by_item_note": (
        "表示は千円（値は円）、基準年価格、割引前、残存価値を含まず。1人あたりは円。",
        (
            "Shown in thousand yen (cells hold yen), base-year prices, undiscounted, without the value left. Per "
            "pupil: yen."
        ),
    ),
    "f_pupils": ("児童生徒数", "Pupils"),
    "f_visits": ("延べ利用（人回）", "Pupil-visits"),
    "f_yen_per_pupil": ("1人あたり（円）", "Yen per pupil"),
    "f_yen_per_visit": ("1人1回あたり（円）", "Yen per pupil-visit"),
    "f_by_payer_note": (
        "全期間、基準年価格、割引前（円）。残存価値は支払った財源に戻します。",
        "All years, base-year prices, undiscounted (yen). The value left is credited to whoever paid.",
    ),
    "f_by_school_note": (
        (
            "全期間、基準年価格（円）、残存価値を含まず。自校プールの費用はその学校、"
            "クラブの契約料は使う学校で授業枠の数により分けます。"
        ),
        (
            "All years, base-year prices (yen), without the value left. A pool's costs stand with its school; a "
            "club's fee is shared by sessions."
        ),
    ),
    "f_by_site_note": (
        "全期間、基準年価格（円）、残存価値を含まず。授業とバスの費用は施設ではなく学校に属します。",
        (
            "All years, base-year prices (yen), without the value left. Lessons and buses belong to schools, not "
            "to sites."
        ),
    ),
    # outlook
    "f_horizons_note": (
        (
            "計画年度より後は、最終年度と同じ運営費に、使い続けるプールの1年分の減価（建替費÷使用年数）"
            "を加えた額が毎年かかるとみなします。"
        ),
        (
            "Years after the plan cost what its last year costs to run, and a year's wear of every pool in use "
            "(price of a new one / life)."
        ),
    ),
    "f_horizon_years": ("期間（年）", "Years"),
    "f_horizon_last": ("最後の年度", "Last year"),
    "f_horizon_planned": ("計画期間の費用－残存価値（円）", "Planned years less value left (yen)"),
    "f_horizon_further": ("その後の費用（円）", "Years after (yen)"),
    "f_horizon_total": ("合計（円）", "Total (yen)"),
    "f_horizon_per_year": ("年平均（円）", "Mean of a year (yen)"),
    "f_horizon_present": ("現在価値（円、固定）", "Present value (yen, fixed)"),
    "f_horizon_rule": ("計画年度より後の1年の費用", "What a year after the plan costs"),
    "f_go_running": ("運営費（最終年度と同じ、円）", "Running costs, as in the last year (yen)"),
    "f_go_pools": ("使い続ける学校プール（か所）", "School pools in use"),
    "f_go_wear": ("その1年分の減価（円）", "A year's wear of these (yen)"),
    "f_go_year": ("1年の費用（円）", "Cost of a year (yen)"),
    "f_own_note": (
        (
            "自校が安いのは、建替費÷（外の年額－自校の年間維持費）より長く使えるときです。"
            "共用校の年額は受け入れ校のプールの費用を含みません。"
        ),
        (
            "Own is cheaper if a pool lasts longer than its price / (yearly cost elsewhere - upkeep). Sharing: "
            "the host's pool is not counted."
        ),
    ),
    "f_own_school": ("学校", "School"),
    "f_own_mode": ("移った先", "Moved to"),
    "f_own_years": ("年数", "Years"),
    "f_own_fee": ("外で泳ぐ年額（平均、円）", "Yearly cost elsewhere (mean, yen)"),
    "f_own_visits": ("延べ利用（人回／年）", "Pupil-visits a year"),
    "f_own_per_visit": ("1人1回あたり（円）", "Yen per pupil-visit"),
    "f_own_own": ("建て替えた自校プールの年額（円）", "Rebuilt own pool, a year (yen)"),
    "f_own_break_even": ("損益分岐の使用年数（年）", "Break-even life (years)"),
    "f_own_never": ("なし", "never"),
    "f_own_running": (
        "建て替えたプールの年間維持費（使用期間の平均、円、固定）",
        "Upkeep of a rebuilt pool (mean of its life, yen, fixed)",
    ),
    "f_against_note": (
        "表示は千円（値は円）、基準年価格、割引前、残存価値を含まず。全校自校の額は固定です。",
        (
            "Shown in thousand yen (cells hold yen), base-year prices, undiscounted, without the value left. "
            "Keeping all: fixed."
        ),
    ),
    "f_against_year": ("年度", "Fiscal year"),
    "f_against_label": ("年度（和暦）", "Fiscal year (text)"),
    "f_against_ours": ("この計画", "This plan"),
    "f_against_theirs": ("全校自校", "Keeping all"),
    "f_against_ours_to_date": ("この計画（累計）", "This plan, to date"),
    "f_against_theirs_to_date": ("全校自校（累計）", "Keeping all, to date"),
    "f_against_less": ("累計の差（減る額）", "Less to date"),
    "f_chart_against": ("累計の費用（基準年価格）", "Cost to date (base-year prices)"),
}
"""Word -> (Japanese, English)."""
