"""Names of what a timetable's tables hold as ids: flags, owners and classes of buses, reasons, cures."""

WORDS_TIMETABLE_CODES: dict[str, tuple[str, str]] = {
    "t_flag_after_lunch": ("帰校が給食の開始より後", "back after lunch has begun"),
    "t_flag_joined": ("他校と同じ枠", "shares its slot with another school"),
    "t_flag_other_day": ("希望の曜日ではない", "not on a weekday the school prefers"),
    "t_mark_after_lunch": ("給", "L"),
    "t_mark_joined": ("合", "J"),
    "t_mark_other_day": ("曜", "D"),
    "t_owner_charter": ("貸切バス", "chartered bus"),
    "t_owner_club": ("クラブのバス", "the club's bus"),
    "t_owner_city": ("市のバス", "the city's bus"),
    "t_class_large": ("大型", "large"),
    "t_class_medium": ("中型", "medium"),
    "t_class_small": ("小型", "small"),
    "t_class_commuter": ("コミューター", "commuter"),
    "t_class_welfare": ("福祉車両", "welfare vehicle"),
    "t_place_garage": ("車庫", "Garage"),
    "t_why_too_many_pupils": ("人数が枠に入る人数を超えています。", "The group is larger than a slot takes."),
    "t_why_does_not_fit": ("移動と授業が枠と時程に収まりません。", "Its trip fits no slot and the bell times."),
    "t_why_too_few_days": ("間隔を空けられる日が足りません。", "There are too few days so far apart."),
    "t_why_too_few_slots": ("枠が足りません。", "The place has too few slots."),
    "t_why_too_few_buses": ("1 日に使えるバスが足りません。", "There are too few buses on a day."),
    "t_why_too_few_drivers": (
        "1年間に手配できるバスの運転手が足りません。",
        "There are too few drivers in the year.",
    ),
    "t_why_school_limits": (
        "学校の1日・1週間の回数や間隔の決まりに合いません。",
        "The school's own limits (sessions a day and a week, spacing) stand against it.",
    ),
    "t_cure_smaller_groups": (
        "組を小さくするか、{pupils}人を見られる体制にします（1枠は{most}人まで）。",
        "Make the groups smaller, or provide staff for {pupils} pupils (a slot takes {most}).",
    ),
    "t_cure_nearer_or_later": (
        "{start}の枠を{min}分遅らせるか、乗車をそれだけ早めるか、それだけ近いプールにします。",
        "Start the {start} slot {min} minutes later, board so much earlier, or choose a pool so much nearer.",
    ),
    "t_cure_days_in_common": (
        "{site}が開いていて学校も泳げる日を設けます。",
        "Find days on which {site} is open and the school may swim.",
    ),
    "t_cure_more_days": (
        "{site}の開場日を、間隔を空けてあと{days}日増やします。",
        "Open {site} on more days, far enough apart: {days} more.",
    ),
    "t_cure_more_slots": (
        "{site}の枠を年にあと{slots}枠増やします（いまは{now}枠）。",
        "Offer more slots a year at {site}: {slots} more than the {now} now.",
    ),
    "t_cure_more_drivers": (
        "バスを年にあと{days}台・日手配できるようにします（いまは{now}台・日）。",
        "Find drivers for more bus-days a year: {days} more than the {now} now.",
    ),
    "t_cure_more_buses": (
        "1日に{now}台を超えるバスを手配するか、プールの開場日を増やします。",
        "Hire more than {now} buses on a day, or open pools on more days.",
    ),
    "t_cure_looser_limits": (
        "学校の決まり（間隔{apart}日以上、1日{day}回・1週{week}回まで）を緩めるか、{site}の枠を少し増やします。",
        "Loosen the school's limits (visits {apart} days apart, {day} a day, {week} a week), or offer more at {site}.",
    ),
}
