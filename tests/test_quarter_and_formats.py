"""Quarters, and figures as printed: rounded once, half up."""

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.text import wording
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

quarters = st.builds(Quarter, st.integers(1900, 2200), st.integers(1, 4), st.just(1))


@given(quarters)
def test_a_quarter_reads_back_and_its_days_meet(quarter):
    assert Quarter.parse(str(quarter)) == quarter
    assert quarter.first_day <= quarter.last_day
    assert (quarter.next.first_day - quarter.last_day).days == 1
    assert quarter.shift(-4) == quarter.year_ago
    assert quarter.shift(7).shift(-7) == quarter


@pytest.mark.parametrize("text", ["", "20233", "2023Q5", "2023Q0", "Q32023", "23Q3", "2023-Q3"])
def test_what_is_no_quarter_is_refused_with_the_form_expected(text):
    with pytest.raises(InputError, match="2023Q3"):
        Quarter.parse(text)


def test_a_range_has_every_quarter_and_does_not_run_backwards():
    assert [str(q) for q in Quarter.parse_range("2022Q3..2023Q1")] == ["2022Q3", "2022Q4", "2023Q1"]
    with pytest.raises(InputError, match="backwards"):
        Quarter.parse_range("2023Q1..2022Q3")


@pytest.mark.parametrize("text", ["../../etc", "2023Q1..", "..2023Q1", ".."])
def test_half_a_range_is_quoted_whole(text):
    with pytest.raises(InputError, match=f"“{re.escape(text)}”"):
        Quarter.parse_range(text)


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (54619, 0, "54.619", "54,619"),
        (86.95, 1, "87,0", "87.0"),
        (0.05, 1, "0,1", "0.1"),
        (-0.05, 1, "−0,1", "−0.1"),
        (0.04, 1, "0,0", "0.0"),
        (-0.04, 1, "0,0", "0.0"),
        (2.5, 0, "3", "3"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (float("nan"), 1, "–", "–"),
        (None, 1, "–", "–"),
    ],
)
def test_numbers_in_both_languages(value, decimals, vi, en):
    assert wording.number(value, decimals).vi == vi
    assert wording.number(value, decimals).en == en


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_tie_is_rounded_away_from_zero(units, decimals):
    tie = Decimal(2 * units + (1 if units >= 0 else -1)) / 2 / 10**decimals
    rounded = wording.round_half_up(float(tie), decimals)
    assert abs(rounded) > abs(tie)
    assert abs(rounded - tie) * 2 == Decimal(1).scaleb(-decimals)


hundredths = st.integers(-(10**7), 10**7)


@given(hundredths, hundredths, st.sampled_from([1, 100]))
def test_a_difference_prints_as_exact_arithmetic_says(one, other, denominator):
    difference = one / 100 / denominator - other / 100 / denominator
    exact = Decimal(one - other) / 100 / denominator
    decimals = 1 if denominator == 1 else 3
    assert wording.signed(difference, decimals).en == wording.signed(exact, decimals).en
    step = Decimal(1).scaleb(-decimals)
    by_hand = exact.quantize(step, rounding=ROUND_HALF_UP)
    assert wording.round_half_up(difference, decimals) == by_hand


def test_noise_of_a_difference_is_not_rounded():
    assert wording.signed(86.95 - 90).vi == "−3,1"
    assert wording.signed(90.05 - 87).vi == "+3,1"
    assert wording.number(100 - 99.95, 1).vi == "0,1"
    assert wording.number(3.0499, 1).vi == "3,0"
    assert wording.number(1e15 + 0.5).en == "1,000,000,000,000,001"


def test_days_quarters_and_signs():
    assert wording.day(date(2023, 9, 30)).vi == "30/9/2023"
    assert wording.day(date(2023, 9, 30)).en == "30 September 2023"
    assert wording.quarter(Quarter(2023, 3)).vi == "quý III năm 2023"
    assert wording.quarter(Quarter(2023, 3)).en == "the third quarter of 2023"
    assert wording.quarter_short(Quarter(2023, 4)).vi == "IV/2023"
    assert [wording.signed(v).vi for v in (1.25, 0.04, -6.25)] == ["+1,3", "0,0", "−6,3"]
    assert wording.share(87).vi == "87,0%"


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (-99.94, "giảm 99,9%", "down 99.9%"),
        (-99.95, "giảm gần như toàn bộ", "down by almost 100%"),
        (150.0, "tăng 150,0%", "up 150.0%"),
        (500.0, "gấp 6 lần", "up 6-fold"),
        (250.0, "gấp 3,5 lần", "up 3.5-fold"),
        (-100.0, "giảm 100,0%", "down 100.0%"),
        (-100 - 1e-12, "giảm 100,0%", "down 100.0%"),
        (99.95, "tăng 100,0%", "up 100.0%"),
        (0.04, "hầu như không đổi", "almost unchanged"),
        (0.0, "không thay đổi", "unchanged"),
    ],
)
def test_a_drop_is_said_to_be_all_only_where_it_is(value, vi, en):
    assert wording.change(value, "%") == (vi, en)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0.0, "0,0%", "0.0%"),
        (0.02, "dưới 0,1%", "under 0.1%"),
        (0.05, "0,1%", "0.1%"),
        (99.94, "99,9%", "99.9%"),
        (99.96, "trên 99,9%", "over 99.9%"),
        (100.0, "100,0%", "100.0%"),
        (100.04, "100,0%", "100.0%"),
        (math.nan, "–", "–"),
    ],
)
def test_a_share_that_only_rounding_makes_nothing_or_all_says_so(value, vi, en):
    assert wording.percent(value) == (vi, en)
