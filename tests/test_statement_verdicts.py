"""Verdicts, implied figures and misprints on small statements worked out by hand."""

import pytest

from reporting.statement import as_json, as_terminal, assemble, check
from reporting.statement.numbers import Edit, edit, parse, simple_edits


def verdicts(figures: dict, *checks: str) -> list[str]:
    return [entry["verdict"] for entry in found(figures, *checks)["checks"]]


def found(figures: dict, *checks: str) -> dict:
    return as_json(check(assemble(figures, checks)), "en")


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        ("66,7%", "holds"),  # 2/3 = 66,666…
        ("66,67%", "holds"),
        ("67%", "holds"),
        ("66%", "truncated"),
        ("66,6%", "truncated"),
        ("66,66%", "truncated"),
        ("66,5%", "fails"),
        ("66,8%", "fails"),  # one unit off, but it belongs to no set that adds to 100%
    ],
)
def test_a_share_at_its_printed_precision(share, verdict):
    assert verdicts({"a": "2", "b": "3"}, f"a / b = {share}") == [verdict]


def test_half_is_rounded_up():
    # 1/8 = 12,5%; 1/16 = 6,25%: exactly on the edge
    assert verdicts({"a": "1", "b": "8"}, "a / b = 13%", "a / b = 12%") == ["holds", "truncated"]
    # 200 → 201 is up 0,5%, 201 → 200 down 0,4975…%; 16 → 15 down 6,25%
    assert verdicts({"a": "15", "b": "16"}, "a vs b = giảm 6,3%", "a vs b = giảm 6,2%") == [
        "holds",
        "truncated",
    ]


PARTITION = ("t = a + b + c", "a / t = 33,4%", "b / t = 33,3%", "c / t = 33,3%")


def test_nudged_needs_a_set_that_adds_to_exactly_100():
    thirds = {"t": "3", "a": "1", "b": "1", "c": "1"}
    assert verdicts(thirds, *PARTITION)[1] == "nudged"
    without = (*PARTITION[:3], "c / t = 33,2%")
    assert verdicts(thirds, *without)[1] == "fails"


def test_nudged_at_mixed_precision():
    # 8/9 = 88,89 and 1/9 = 11,11: 88,8 is cut; 88,9 + 11,1 = 100,0. With 11% the other must read 89,0 for
    # 100: one unit of its own last place up from 88,9.
    figures = {"t": "9", "a": "8", "b": "1"}
    assert verdicts(figures, "t = a + b", "a / t = 89,0%", "b / t = 11%")[1] == "nudged"
    # Two units off is no nudge, though the set adds to 100.
    assert verdicts(figures, "t = a + b", "a / t = 89,1%", "b / t = 10,9%")[1] == "fails"


def test_nudged_by_a_set_that_spans_two_levels():
    # 194/198 = 97,98 → 98,0; printed 98,1 with 1,0 and 0,9 … and the parent's 99,0 is no part of the set.
    figures = {"t": "198", "done": "196", "on_time": "194", "late": "2", "rest": "2"}
    checks = ("t = done + rest", "done = on_time + late", "done / t = 99,0%")
    shares = ("on_time / t = 98,1%", "late / t = 1,0%", "rest / t = 0,9%")
    assert verdicts(figures, *checks, *shares)[3] == "nudged"


def test_shares_without_a_sum_check_belong_together_where_their_figures_add_up():
    figures = {"t": "3", "a": "1", "b": "2", "d": "3"}
    assert verdicts(figures, "a / t = 33,4%", "b / t = 66,6%", "d / t = 100%")[0] == "nudged"


def test_other_base_is_a_total_that_could_hold_the_figure():
    # 20/40 = 50%; the other part of the total, also 40, is no total of it.
    figures = {"t": "80", "done": "40", "rest": "40", "on_time": "20"}
    checks = ("t = done + rest", "on_time / t = 50%")
    assert verdicts(figures, *checks)[1] == "other_base"
    siblings = ("t = done + rest", "done / t = 100%")
    assert verdicts(figures, *siblings)[1] == "fails"


def test_other_base_may_be_what_the_parts_really_add_to():
    # 50 + 30 + 25 = 105, printed 100: 50/105 = 47,6.
    figures = {"t": "100", "a": "50", "b": "30", "c": "25"}
    entry = found(figures, "t = a + b + c", "a / t = 47,6%")["checks"][1]
    assert entry["verdict"] == "other_base"
    assert "correct as a share of a + b + c (105)" in entry["explanation"]


def test_other_base_may_be_the_total_without_a_part():
    # Of 100 tasks 20 are not yet due: 60/80 = 75%.
    figures = {"t": "100", "done": "60", "overdue": "20", "in_term": "20"}
    entry = found(figures, "t = done + overdue + in_term", "done / t = 75%")["checks"][1]
    assert entry["verdict"] == "other_base"
    assert "done + " in entry["explanation"]


def test_a_change_taken_of_the_new_figure():
    # 80 → 100 is up 25%; 20/100 = 20%.
    entry = found({"a": "100", "b": "80"}, "a vs b = tăng 20%")["checks"][0]
    assert entry["verdict"] == "other_base"
    assert "up 25%" in entry["explanation"]


def test_a_change_in_the_wrong_direction_fails_and_says_so():
    entry = found({"a": "100", "b": "80"}, "a vs b = giảm 25%")["checks"][0]
    assert entry["verdict"] == "fails"
    assert entry["computed"] == 25
    assert "from 80 to 100: up 25.0%" in entry["explanation"]


def test_nothing_to_divide_by():
    entry = found({"a": "1", "b": "0"}, "a / b = 5%")["checks"][0]
    assert (entry["verdict"], entry["computed"]) == ("fails", None)
    assert "nothing to divide by" in entry["explanation"]


def test_rounded_terms_may_add_to_a_little_more_or_less():
    thirds = {"a": "33,3%", "b": "33,3%", "c": "33,3%", "d": "33,6%"}
    assert verdicts(thirds, "a + b + c = 100%") == ["holds"]
    # Three roundings of 0,05 cannot make up 0,2.
    assert verdicts(thirds, "a + b + d = 100%") == ["fails"]
    assert verdicts({"a": "1", "b": "1", "c": "3"}, "c = a + b") == [
        "fails"
    ]  # counts are not rounded


def test_an_implied_figure_is_fixed_by_a_sum_and_then_counts_as_known():
    result = found({"t": "100", "a": "60", "b": None}, "t = a + b", "b / t = 40%", "b / t = 41%")
    assert result["solved"] == {"b": 40}
    assert [entry["verdict"] for entry in result["checks"]] == ["holds", "holds", "fails"]


def test_an_implied_count_is_whole_and_not_below_nothing():
    assert verdicts({"t": "10", "a": "12", "b": None}, "t = a + b") == ["fails"]
    # No whole number of 7 is 50%.
    assert verdicts({"t": "7", "a": None}, "a / t = 50%") == ["fails"]
    assert found({"t": "7", "a": None}, "a / t = 14%")["solved"] == {"a": 1}


def test_intervals_that_cannot_meet_fail_the_sum_over_them():
    # 50/x up 25% → 40; 30/x up 50% → 20; but 100 down 0,0% → 100: 40 + 20 is not 100.
    figures = {"t": "100", "a": "50", "b": "30", "t0": None, "a0": None, "b0": None}
    changes = ("a vs a0 = tăng 25,0%", "b vs b0 = tăng 50,0%", "t vs t0 = tăng 0,0%")
    result = found(figures, "t0 = a0 + b0", *changes)
    assert [entry["verdict"] for entry in result["checks"]] == ["fails", "holds", "holds", "holds"]
    assert result["checks"][0]["explanation"].startswith(
        "The parts add up to 60, which is not consistent with"
    )


def test_two_shares_that_leave_an_implied_figure_nowhere():
    figures = {"t": "100", "u": "200", "a": None}
    assert verdicts(figures, "a / t = 50%", "a / u = 30%") == ["holds", "fails"]


def test_a_share_that_only_cutting_explains():
    # 5/x = 71,4%: x = 7 gives 71,43; 66,6% needs 2/3 cut.
    assert verdicts({"a": "2", "b": None}, "a / b = 66,6%") == ["truncated"]


def test_an_implied_figure_is_bound_by_rounding_half_up():
    # 1/8 is 12,5%: that prints as 13%, not as 12%.
    assert found({"a": "1", "b": None}, "a / b = 13%")["solved"] == {"b": 8}
    assert verdicts({"a": "1", "b": None}, "a / b = 12%") == ["truncated"]


def test_the_sum_is_blamed_also_where_it_comes_first():
    # 75/x down 50% → 150, more than the printed total of 100.
    figures = {"t0": "100", "a": "75", "a0": None, "b0": None}
    assert verdicts(figures, "t0 = a0 + b0", "a vs a0 = giảm 50,0%") == ["fails", "holds"]


def test_an_implied_percentage():
    result = found({"a": "66,7%", "b": None}, "a + b = 100%")
    assert (result["solved"], result["checks"][0]["verdict"]) == ({"b": 33.3}, "holds")


@pytest.mark.parametrize(
    ("printed", "value", "expected"),
    [
        ("09", 5, (1, Edit.DIGIT_CHANGED)),
        ("1.602", 1620, (1, Edit.DIGITS_SWAPPED)),
        ("152", 1525, (1, Edit.DIGIT_DROPPED_OR_ADDED)),
        ("54.619", 5419, (1, Edit.DIGIT_DROPPED_OR_ADDED)),
        ("159", 163, (2, Edit.RETYPED)),
        ("02", 12, (1, Edit.DIGIT_CHANGED)),
    ],
)
def test_how_far_a_slip_is(printed, value, expected):
    number = parse(printed)
    assert edit(number, parse(str(value)).value) == expected
    assert (parse(str(value)).value in set(simple_edits(number))) == (expected[0] == 1)


def test_what_takes_fewer_slips_comes_first():
    # 100 = 60 + 49: 51 for 49 takes two slips (49 → 51), 109 for 100 one, 40 for 49 one; 51 for 60 two.
    result = found({"t": "100", "a": "60", "b": "49"}, "t = a + b")
    assert [(entry["figure"], entry["suggested"]) for entry in result["misprints"]] == [
        ("t", 109),
        ("b", 40),
        ("a", 51),
    ]


def test_what_is_more_than_two_keystrokes_away_is_no_misprint():
    # 555 + 567 = 1122: 679 for 567 (one digit dropped, one added), 667 for 555 and 1122 for 1234 three slips.
    result = found({"t": "1234", "a": "555", "b": "567"}, "t = a + b")
    assert [entry["figure"] for entry in result["misprints"]] == ["b"]


def test_a_figure_that_would_break_another_check_is_not_suggested():
    figures = {"t": "100", "a": "60", "b": "49", "half": "50"}
    result = found(figures, "t = a + b", "half / t = 50,0%")
    assert [entry["figure"] for entry in result["misprints"]] == ["b", "a"]


def test_a_percentage_among_the_figures_can_be_the_misprint():
    figures = {"a": "87,0%", "b": "4,8%", "c": "3,5%", "d": "1,1%"}
    first = found(figures, "a + b + c + d = 100%")["misprints"][0]
    assert (first["figure"], first["printed"], first["suggested"]) == ("b", "4,8%", 8.4)


def test_a_share_that_is_itself_the_misprint_is_explained_and_no_figure_is_blamed():
    figures = {"t": "100", "a": "60", "b": "40"}
    result = found(figures, "t = a + b", "a / t = 06,0%")
    assert result["misprints"] == []
    assert result["checks"][1]["explanation"].endswith(
        "rounded, it should read 60.0%. Changing another figure does not help: review the 06,0% itself."
    )


def test_where_many_values_fit_the_span_is_told():
    result = check(assemble({"a": "9110", "t": "10000"}, ["a / t = 1,1%", "t = t"]))
    assert "anything from 105 to 114 would fit" in as_terminal(result, "en")


def test_a_statement_without_checks():
    result = check(assemble({}, []))
    assert result.agrees
    assert as_json(result) == {"checks": [], "misprints": [], "solved": {}, "notes": []}
    assert as_terminal(result, "vi")


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        (["a / b = 60%", "a = b"], "2 of 2 checks need to be reviewed; 2 of them fail."),
        (["a / b = 60%", "a / b = 50%"], "1 of 2 checks needs to be reviewed; 1 of them fails."),
    ],
)
def test_one_check_fails_and_two_fail(checks, said):
    shown = as_terminal(check(assemble({"a": "1", "b": "2"}, checks)), "en")
    assert said in shown
