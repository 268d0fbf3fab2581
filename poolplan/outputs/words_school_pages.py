"""Words of the report's school pages, in both languages: for parents and head teachers, without costs."""

WORDS_SCHOOL_PAGES: dict[str, tuple[str, str]] = {
    "r_schools_intro": (
        "学校ごとに1頁で、保護者と学校の方に向けて、何が、いつから、どう変わるかを示します。",
        "One page for each school, for parents and teachers: what changes, from when, and how.",
    ),
    "r_index": ("学校の索引", "Index of schools"),
    "r_what_changes": ("この学校ではどうなるか", "What changes for us"),
    "r_about": (
        "{ward} ・ {level} ・ 児童生徒 {first} {pupils}人、{last}の見込み {then}人",
        "{ward} · {level} · {pupils} pupils in {first}, {then} expected in {last}",
    ),
    "r_level_elementary": ("小学校", "elementary school"),
    "r_level_junior_high": ("中学校", "junior high school"),
    "r_stays": (
        "水泳の授業は、{year}まで今と同じ{place}で行います。",
        "Swimming lessons stay where they are, at the {place}, up to {year}.",
    ),
    "r_whole_moves": (
        "{year}から、水泳の授業は{place}で行います。",
        "From {year}, swimming lessons are held at {place}.",
    ),
    "r_grades_move": (
        "{year}から、{grades}の水泳の授業は{place}で行います。",
        "From {year}, swimming lessons of {grades} are held at {place}.",
    ),
    "r_place_mode": ("{place}（{mode}）", "{place} ({mode})"),
    "r_all_grades": ("全学年", "all grades"),
    "r_grades": ("{grades}年生", "grade {grades}"),
    "r_strip": ("年度ごとの授業の場所（表と同じ内容）", "Where lessons are held year by year (as in the table)"),
    "r_where_when": ("いつ、どこで、どうやって", "When, where and how"),
    "r_stays_caption": ("授業の場所の移り変わり", "Where lessons are held"),
    "r_stays_note": (
        "回数と時間は児童生徒1人あたり。「学校全体」は各期間の最初の年度に学校で使う授業枠です。",
        "Visits and minutes are per pupil. Sessions of the whole school are those of the first year of each row.",
    ),
    "r_stays_cut": (
        "変更が多いため、はじめの部分だけを示します。すべては assignments.csv にあります。",
        "There are many changes: only the first are shown, all of them are in assignments.csv.",
    ),
    "r_until_now": ("これまで", "Until now"),
    "r_from_to": ("{years}", "{years}"),
    "r_who": ("学年", "Who"),
    "r_where": ("場所", "Where"),
    "r_times": ("年に何回", "Visits a year"),
    "r_water_minutes": ("年の入水時間", "Time in the water a year"),
    "r_school_sessions": ("学校全体", "Whole school"),
    "r_during_works": ("{place} ※工事の間だけ", "{place} (only during works)"),
    "r_own_pool": ("学校のプールはどうなるか", "What happens to the school's pool"),
    "r_no_pool": ("この学校に自校プールはありません。", "The school has no pool of its own."),
    "r_pool_now": (
        "{built}に造られ、{year}で{age}年になります（健全度：{condition}）。",
        "Built in {built}, {age} years old in {year} (condition: {condition}).",
    ),
    "r_condition_A": ("A 良好", "A, good"),
    "r_condition_B": ("B 古いが健全", "B, worn but sound"),
    "r_condition_C": ("C 不具合あり", "C, has defects"),
    "r_condition_D": ("D 早急な対応が必要", "D, poor"),
    "r_pool_repair": ("{year}に大規模改修をします。", "It gets a major repair in {year}."),
    "r_pool_rebuild": ("{year}に建て替えます。", "It is rebuilt in {year}."),
    "r_pool_retired": (
        "{year}に使用をやめます。その後：{after}。",
        "It is taken out of use in {year}. Afterwards: {after}.",
    ),
    "r_pool_kept": ("{year}まで使い続けます。", "It stays in use up to {year}."),
    "r_pool_guests": ("ほかの学校もこのプールを使います：{schools}。", "Other schools swim here too: {schools}."),
    "r_guest_since": ("{school}は{year}から", "{school} (from {year})"),
    "r_others": ("ほかに検討した近くの場所", "Other places nearby that were looked at"),
    "r_why_not": ("選ばれなかった理由", "Why not"),
    "r_not_chosen": (
        "行くことはできるが、市全体で比べて選ばれなかった",
        "possible, but not chosen when the whole city was weighed",
    ),
    "r_assumed_here": ("この学校について仮定していること", "What is assumed about this school"),
    "r_assumed_here_note": (
        "。実際の数値が分かると、この頁の内容は変わることがあります。",
        ". Once the real figures are known, this page may change.",
    ),
    "r_site_assumed": ("{site}の位置（実在しない場合があります）", "where {site} lies (it may not exist)"),
    "r_figures_from": ("数値の出どころ", "Where the figures are from"),
    "r_a_plan_only": (
        "この頁は計画案にもとづく試算で、決定ではありません。",
        "This page shows a plan that is being considered; nothing is decided.",
    ),
    "r_back_to_index": ("学校の索引へ", "Back to the index"),
}
"""Word -> (Japanese, English)."""
