"""Words of what a timetable says of its plan: buses estimated, planned and timetabled, and how the two came near."""

WORDS_TIMETABLE_PLAN: dict[str, tuple[str, str]] = {
    "t_file_buses_by_school_csv": (
        "学校ごとのバス：見積り、計画、時間割",
        "buses by school: estimated, planned and timetabled",
    ),
    "t_file_bus_calibration_csv": (
        "時間割で分かったバスの補正表（シナリオの places.bus_calibration に指定できます）",
        "what buses took here; a scenario may name it (places.bus_calibration)",
    ),
    "t_compared": ("計画と時間割", "Plan and timetable"),
    "t_compared_intro": (
        "計画は学校ごとにバスを借りるものとして見積もります。時間割では1台が続けて何校も運びます。",
        "The plan reckons as if each school hired its buses alone. In the timetable one bus serves several in turn.",
    ),
    "t_compared_calibrated": (
        "見積りは学校ごとにバスを借りるものとした額です。計画は、時間割で分かった実際の台数と料金で補正しています。",
        "The estimate reckons as if each school hired buses alone. The plan puts it right by what timetables found.",
    ),
    "t_answer_estimated": (
        "学校ごとに借りる見積りでは{days}台・日、{yen}でした。",
        "The estimate of each school alone was {days} bus-days and {yen}.",
    ),
    "t_compared_note": (
        "どちらも同じ料金表（税込）。値上がりの仮定は含みません。",
        "Both at the same tariff with tax, without any growth of prices.",
    ),
    "t_estimated": ("見積り", "Estimated"),
    "t_planned": ("計画", "Planned"),
    "t_timetabled": ("時間割", "Timetabled"),
    "t_difference": ("差", "Difference"),
    "t_by_school": ("学校ごとのバス", "Buses by school"),
    "t_buses_by_site": ("プールごとのバス", "Buses by pool"),
    "t_by_school_note": (
        "何校かで使うバスの料金と台・日は、各校の組を運んでいる時間（学校発～帰校）で分けています。",
        "A bus shared by schools is divided by the minutes it is out with each group, from school back to school.",
    ),
    "t_estimated_days": ("見積り（台・日）", "Estimated bus-days"),
    "t_estimated_yen": ("見積り（円）", "Estimated (yen)"),
    "t_rounds": ("計画と時間割を交互に作った経過", "Plans and timetables made in turn"),
    "t_rounds_note": (
        "費用は現在価値。バスは、その計画の時間割で分かった料金で数えています。",
        "Costs are present values, with buses at what the plan's own timetable found.",
    ),
    "t_round": ("回", "Round"),
    "t_sites_short": ("枠が不足するプール", "Pools with too few slots"),
    "t_sites_differ": ("バスが違うプール", "Pools that differ"),
    "t_true_cost": ("実際の費用", "Cost in truth"),
    "t_kept": ("採用", "kept"),
    "t_ended_agreed": (
        "計画と時間割は、枠、バスの台・日、料金のいずれも、市全体でもプールごとでも2%以内で一致しています（{n}回目）。",
        "Plan and timetable agree within 2 %, pool by pool, in slots, bus-days and fares (plans made: {n}).",
    ),
    "t_ended_cycled": (
        "計画と時間割は一致しませんでした。{n}回作り、同じ計画を繰り返したため、最もよい組を採りました。",
        "Plan and timetable do not agree: after {n} plans they repeat themselves; the best pair was kept.",
    ),
    "t_ended_rounds": (
        "計画と時間割は{n}回作っても一致しませんでした。最もよい組を採りました。",
        "Plan and timetable do not agree after {n} plans; the best pair was kept.",
    ),
    "t_ended_stopped": (
        "途中で止めたため、{n}回のうち最もよい組を採りました。",
        "Stopped by hand; the best of {n} pairs was kept.",
    ),
    "t_made_again": (
        "計画は、この年度の以前の時間割と交互に{n}回作ったものです。この時間割は、その後、別の条件で作り直しました。",
        "The plan was made in turn with an earlier timetable (plans made: {n}); since then other rules hold.",
    ),
    "t_differ": (
        "計画に対して時間割は台・日{days}、料金{yen}です。",
        "Against the plan the timetable needs {days} bus-days and {yen} yen.",
    ),
    "t_differ_at": (
        "{of}か所のプールのうち{n}か所では、2%と1台・日を超えて違います（時間割の表「プールごとのバス」に印）。",
        "At {n} of {of} pools they differ by more than 2 % and a bus-day (marked in the timetable: buses by pool).",
    ),
    "t_differs": ("違う", "differs"),
    "t_differs_note": (
        "「違う」は、計画と時間割が2%を超え、かつバス1台・1日分を超えて違うプールです。",
        "Differs: plan and timetable are more than 2 %, and more than one bus for one day, apart.",
    ),
    "t_differ_slots": (
        "計画に対して時間割は台・日{days}、料金{yen}で、{sites}か所のプールは枠が計画より少なくなります。",
        "Against the plan the timetable needs {days} bus-days and {yen} yen; pools short of slots: {sites}.",
    ),
    "t_planned_days": ("計画（台・日）", "Planned bus-days"),
    "t_timetabled_days": ("時間割（台・日）", "Timetabled bus-days"),
    "t_planned_yen": ("計画（円）", "Planned (yen)"),
    "t_timetabled_yen": ("時間割（円）", "Timetabled (yen)"),
    "r_method_calibrated": (
        "バスの台・日と料金は、時間割で分かった値で補正しています（{years}年度、校とプールの組{n}、表bus_calibration.csv）。",
        "Buses are estimated and put right by timetables (years {years}; pairs tried {n}; table bus_calibration.csv).",
    ),
    "r_method_usable": (
        "{n}か所のプールの枠は、時間割の暦で使える数にしています（表は usable_slots.csv）。",
        "At {n} pools the slots are those that the calendar of a timetable leaves (table usable_slots.csv).",
    ),
    # headings of narrow columns
    "t_short_estimated_days": ("見積り 台・日", "Estimate days"),
    "t_short_planned_days": ("計画 台・日", "Plan days"),
    "t_short_timetabled_days": ("時間割 台・日", "Timetable days"),
    "t_short_estimated_yen": ("見積り 円", "Estimate yen"),
    "t_short_planned_yen": ("計画 円", "Plan yen"),
    "t_short_timetabled_yen": ("時間割 円", "Timetable yen"),
    "t_short_gap_yen": ("差 円", "Gap yen"),
}
