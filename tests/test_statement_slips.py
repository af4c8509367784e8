"""Texts made with known relations, and one slip each: how many are found, and that nothing else is suspected."""

import random
import re
from fractions import Fraction

from reporting.statement import check, draft, read
from reporting.statement.numbers import both_forms, rounded
from reporting.statement.verdicts import HOLDS

MADE = 60
# A slip in a number of two digits, or in a percentage of few, is often as likely as no slip.
AT_LEAST_FOUND = 0.8


def library(chance):
    at_place, taken_home = chance.randint(2_000, 60_000), chance.randint(2_000, 60_000)
    total = at_place + taken_home
    more = chance.randint(total // 50, total // 4)
    return (
        f"Thư viện tỉnh phục vụ [{n(total)}] lượt bạn đọc, gồm [{n(at_place)}] lượt đọc tại chỗ và "
        f"[{n(taken_home)}] lượt mượn về; so với năm trước tăng [{n(more)}] lượt ([{p(more, total - more)}])."
    )


def water_meters(chance):
    replaced, left = chance.randint(900, 9_000), chance.randint(200, 5_000)
    total = replaced + left
    return (
        f"Trong số [{n(total)}] đồng hồ nước phải thay, [{n(replaced)}] đồng hồ đã thay xong, đạt "
        f"[{p(replaced, total)}]; còn [{n(left)}] đồng hồ chưa thay ([{p(left, total)}])."
    )


def vaccination(chance):
    children = chance.randint(700, 9_000)
    done = chance.randint(children // 2, children - 50)
    return f"Các trạm y tế đã tiêm vắc xin cho [{n(done)}]/[{n(children)}] trẻ (đạt [{p(done, children)}])."


def forest_fires(chance):
    fires, hurt = chance.randint(150, 900), chance.randint(1_000, 3_000)
    fewer, fewer_hurt = chance.randint(20, 140), chance.randint(100, 900)
    return (
        f"Cả vùng xảy ra [{n(fires)}] vụ cháy rừng, thiệt hại [{n(hurt)}] ha. So với mùa khô trước giảm "
        f"[{n(fewer)}] vụ (-[{p(fewer, fires + fewer)}]), giảm [{n(fewer_hurt)}] ha "
        f"(-[{p(fewer_hurt, hurt + fewer_hurt)}])."
    )


def n(count):
    return both_forms(Fraction(count)).vi


def p(part, total):
    return both_forms(rounded(Fraction(100 * part, total), 2), 2, True).vi


def a_slip(chance, number):
    """Two neighbours swapped, one digit changed, or the last one off by one."""
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    signs = list(number)
    kind = chance.choice(["swapped", "changed", "changed", "off by one"])
    if kind == "swapped":
        first = chance.randrange(len(places) - 1)
        one, other = places[first], places[first + 1]
        signs[one], signs[other] = signs[other], signs[one]
    elif kind == "changed":
        signs[chance.choice(places)] = chance.choice("123456789")
    else:
        signs[places[-1]] = str((int(signs[places[-1]]) + chance.choice([1, 9])) % 10)
    wrong = "".join(signs)
    return wrong if wrong != number and wrong[0] != "0" else a_slip(chance, number)


def failing(marked):
    text = re.sub(r"[\[\]]", "", marked)
    result = check(read(draft(text, "vi")))
    return [judged for judged in result.checks if judged.verdict != HOLDS], result


def printed(result, of):
    names = [result.statement.figures[name] for name in of.names]
    return {number.text for number in names if number}


def test_most_slips_are_found_and_nothing_else_is_suspected():
    chance = random.Random(2024)
    found = 0
    for _ in range(MADE):
        sentences = [form(chance) for form in chance.sample(FORMS, 2)]
        alarms, result = failing("\n".join(sentences))
        assert alarms == [], sentences
        assert len(result.checks) >= 3
        numbers = re.findall(r"\[(.*?)\]", sentences[0])
        right = chance.choice(numbers)
        wrong = a_slip(chance, right)
        broken = sentences[0].replace(f"[{right}]", f"[{wrong}]", 1)
        alarms, result = failing(f"{broken}\n{sentences[1]}")
        found += bool(alarms)
        told = set(re.findall(r"\[(.*?)\]", broken))
        suspected = {number for judged in alarms for number in printed(result, judged.check)}
        assert suspected <= told, broken
    assert found >= AT_LEAST_FOUND * MADE, found


FORMS = (library, water_meters, vaccination, forest_fires)
