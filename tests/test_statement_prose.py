"""Drafts from Vietnamese prose: what the arithmetic bears out becomes checks, and what nearly does an alarm."""

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_office import ROOT

from reporting.statement import as_json, as_terminal, check, draft, read, unchecked
from reporting.statement.model import Sum
from reporting.statement.numbers import both_forms, rounded
from reporting.statement.verdicts import HOLDS

PUBLISHED = Path(__file__).parent / "prose"
WRITTEN = PUBLISHED / "written"

BRIEFING = """Trong Quý III năm 2023, tổng số công việc giao trên phần mềm quản lý công việc là 54.619 \
công việc, giảm 6,3% so với cùng kỳ năm 2022; trong đó: các đơn vị thuộc cơ quan Tổng cục 1525 công việc \
(giảm 11,7%), đơn vị sự nghiệp công lập 231 công việc (tăng 2,7%), Cục Thống kê tỉnh, thành phố 52.863 \
công việc (giảm 6,2%). Tỷ lệ công việc hoàn thành đúng hạn đạt 87,0%; hoàn thành trễ hạn 8,4%; 3,5% công việc \
chưa hoàn thành, trễ hạn và 1,1% công việc chưa hoàn thành, còn hạn.
Theo Kế hoạch công tác, Tổng cục có 198 nhiệm vụ, trong đó 196 nhiệm vụ hoàn thành, chiếm 99,0% (gồm 194 nhiệm vụ \
hoàn thành đúng hạn, chiếm 98% và 02 nhiệm vụ hoàn thành trễ hạn, chiếm 1%); 02 nhiệm vụ chưa hoàn thành, chiếm 1%.
Công việc phát sinh: 159 công việc, trong đó:
- 122 công việc hoàn thành đúng hạn, chiếm 76,8%;
- 31 công việc hoàn thành trễ hạn, chiếm 19,5%;
- 09 công việc chưa hoàn thành, trễ hạn, chiếm 3,1%;
- 01 công việc chưa hoàn thành, còn hạn, chiếm 0,6%."""

ADVERSARIAL = """1. Ngày 13/10/2023, theo Quyết định số 1525/QĐ-TCTK ngày 5 tháng 9 năm 2023, Nghị quyết 01/NQ-CP và \
khoản 2 Điều 15 Nghị định 09/2019/NĐ-CP, Văn phòng họp giao ban lúc 8h30. Năm 2023 nhiệm vụ trọng tâm là chuyển đổi số.
Đến hết Quý III/2023, hồ sơ mức độ 4 được ưu tiên; giai đoạn 2021-2025 thực hiện trong 5 năm, từ 1/1 đến 30/6, như cùng kỳ 2022.
Liên hệ: điện thoại 024.3733.2997 hoặc 0912 345 678, COVID-19, https://example.vn/bai-123?id=45."""


# The measure: relations between numbers, whatever the figures are called


def parts_of(text):
    """The signed numbers of `359748 - 333159 = 26598`, in one order whichever side they are on."""
    left, right = text.split(" = ")
    terms = []
    for side, turn in ((left, 1), (right, -1)):
        pieces = re.split(r" ([+-]) ", side)
        signs = [1, *(1 if piece == "+" else -1 for piece in pieces[1::2])]
        terms += [
            (turn * sign, number(piece)) for sign, piece in zip(signs, pieces[::2], strict=True)
        ]
    return ("sum", *one_way(terms))


def one_way(terms):
    return min(sorted(terms), sorted((-sign, value) for sign, value in terms))


def number(text):
    return Fraction(text.strip().rstrip("%").replace(",", "."))


def wanted(text):
    if " vs" in text:
        new, said = re.fullmatch(r"([\d,]+) vs.*?: ([\d,]+)%.*", text).groups()
        return "change", number(new), number(said)
    if "/" in text:
        return "share", *(number(piece) for piece in re.split(r" / | = ", text))
    return parts_of(text)


def relation(result, of):
    value = result.solution.exact.get
    if isinstance(of, Sum):
        terms = [
            (sign, value(term) if isinstance(term, str) else term.value) for sign, term in of.terms
        ]
        return ("sum", *one_way(terms)) if all(each is not None for _, each in terms) else None
    kind = ("share", value(of.top), value(of.base)) if of.is_share else ("change", value(of.top))
    return (*kind, abs(of.target.value))


def measured(folder):
    """Counts over all texts of a folder: of figures, checks and alarms, wanted, drafted and right."""
    counts = Counter()
    for name, expected in json.loads((folder / "expected.json").read_text("utf-8")).items():
        statement = read(draft((folder / f"{name}.txt").read_text("utf-8"), "vi"))
        result = check(statement)
        numbers = [each for each in statement.figures.values() if each]
        numbers += [
            judged.check.target for judged in result.checks if not isinstance(judged.check, Sum)
        ]
        printed = Counter((abs(each.value), each.percent) for each in numbers)
        own = Counter((number(str(each)), False) for each in expected["figures"])
        own += Counter((number(each), True) for each in expected["percentages"])
        counts["figures"] += own.total()
        counts["figures found"] += (own & printed).total()
        want = {wanted(each["check"]): each["verdict"] for each in expected["checks"]}
        got = {relation(result, judged.check): judged.verdict for judged in result.checks}
        implied = [each for each in got if each and each not in want and _implied(result, each)]
        got = {each: verdict for each, verdict in got.items() if each and each not in implied}
        slips = {each for each, verdict in want.items() if verdict != HOLDS}
        alarms = {each for each, verdict in got.items() if verdict != HOLDS}
        counts.update(
            {"wanted": len(want), "drafted": len(got), "right": len(want.keys() & got.keys())}
        )
        counts.update({"slips": len(slips), "alarms": len(alarms), "true": len(slips & alarms)})
    return counts


def _implied(result, each):
    """Whether a sum only says what an implied earlier value is."""
    solved = {span.only for span in result.solved.values()}
    return each[0] == "sum" and any(value in solved for _, value in each[1:])


def test_the_published_texts_are_read_as_a_careful_reader_reads_them():
    counts = measured(PUBLISHED)
    assert counts["figures found"] == counts["figures"] == 125
    assert counts["right"] == counts["wanted"] == counts["drafted"] == 50
    assert counts["true"] == counts["slips"] == counts["alarms"] == 6


def test_texts_of_other_kinds_are_read_nearly_as_well():
    counts = measured(WRITTEN)
    assert counts["figures found"] == counts["figures"] == 299
    assert counts["wanted"] == 97
    assert counts["right"] >= 96
    assert counts["right"] >= 0.98 * counts["drafted"]
    assert (counts["slips"], counts["true"], counts["alarms"]) == (9, 8, 8)


# Texts with known relations and slips


UNITS = ("hồ sơ", "vụ án", "đơn thư", "cuộc kiểm tra", "lượt người", "dự án")


@st.composite
def breakdowns(draw):
    """The parts of a total, large enough for a slip to be seen, with one way of writing them out."""
    parts = draw(st.lists(st.integers(60, 9000), min_size=3, max_size=5, unique=True))
    return parts, draw(st.sampled_from(UNITS)), draw(st.sampled_from(FORMS))


def listed(total, parts, unit, shares):
    told = "; ".join(
        f"loại {'abcde'[at]} {part} {unit} (chiếm {share})"
        for at, (part, share) in enumerate(zip(parts, shares, strict=True))
    )
    return f"Cơ quan đã lập {total} {unit}, gồm: {told}."


def narrated(total, parts, unit, shares):
    first, *rest = (
        f"{part} {unit}, bằng {share}" for part, share in zip(parts, shares, strict=True)
    )
    return (
        f"Cả năm có {total} {unit}. Trong đó miền Bắc có {first}; nơi khác có "
        + "; ".join(rest)
        + "."
    )


FORMS = (listed, narrated)


def shares_of(parts):
    shares = (rounded(Fraction(100 * part, sum(parts)), 2) for part in parts)
    return [both_forms(share, 2, True).vi for share in shares]


def plain(value):
    return both_forms(Fraction(value)).vi


@given(breakdowns())
@settings(max_examples=60)
def test_a_breakdown_that_adds_up_is_drafted_whole_and_raises_no_alarm(made):
    parts, unit, form = made
    text = form(plain(sum(parts)), [plain(part) for part in parts], unit, shares_of(parts))
    result = check(read(draft(text, "vi")))
    got = {relation(result, judged.check) for judged in result.checks}
    assert ("sum", *one_way([(1, sum(parts)), *((-1, part) for part in parts)])) in got
    assert sum(each[0] == "share" for each in got) == len(parts)
    assert all(judged.verdict == HOLDS for judged in result.checks)


@given(breakdowns(), st.data())
@settings(max_examples=60)
def test_a_part_with_two_digits_swapped_is_found(made, data):
    parts, unit, form = made
    place = data.draw(st.integers(0, len(parts) - 1))
    digits = list(str(parts[place]))
    at = data.draw(st.integers(0, len(digits) - 2))
    digits[at : at + 2] = digits[at + 1], digits[at]
    wrong = int("".join(digits))
    off = abs(wrong - parts[place])
    if off * 1000 < sum(parts) or digits[0] == "0" or wrong in parts:
        return  # no slip, or less than a share shows
    if form is narrated and wrong > sum(parts):
        return  # a count beyond the total of another sentence is held to be of something else
    others = [part for n, part in enumerate(parts) if n != place]
    if any(wrong == sum(some) for n in range(2, len(parts)) for some in combinations(others, n)):
        return  # by chance it is the sum of others: 485 beside 60, 61 and 364
    share = rounded(Fraction(100 * parts[place], sum(parts)), 2)
    if any(rounded(Fraction(100 * wrong, other), 2) == share for other in others):
        return  # … or its percentage holds of another: 48 of 1,893 is 2.54 %, too
    told = [plain(wrong if at == place else part) for at, part in enumerate(parts)]
    text = form(plain(sum(parts)), told, unit, shares_of(parts))
    result = check(read(draft(text, "vi")))
    failing = [judged for judged in result.checks if judged.verdict != HOLDS]
    assert failing, text


def test_a_text_of_numbers_without_relations_gives_no_check():
    text = "Có 63 tỉnh, 12 bộ; họp 2 ngày. Đơn vị A có 120 cán bộ, 45 máy tính, 17 phòng họp. Đạt 89,5% kế hoạch."
    statement = read(draft(text, "vi"))
    assert statement.checks == ()
    assert len(statement.figures) == 6
    shown = as_terminal(check(statement), "en")
    assert shown.endswith("Nothing could be checked.\n")
    assert "All 0" not in shown


# The briefing


def test_the_briefing_of_2023q3():
    result = check(read(draft(BRIEFING, "vi")))
    got = {relation(result, judged.check) for judged in result.checks}
    for text in (
        "54619 = 1525 + 231 + 52863", "198 = 196 + 2", "196 = 194 + 2", "159 = 122 + 31 + 9 + 1",
        "196 / 198 = 99,0%", "194 / 198 = 98%", "2 / 198 = 1%", "122 / 159 = 76,8%", "9 / 159 = 3,1%",
        "87,0% + 8,4% + 3,5% + 1,1% = 100%",
    ):  # fmt: skip
        assert wanted(text) in got, text
    found = as_json(result, "en")
    (misprint,) = found["misprints"]
    assert (misprint["printed"], misprint["suggested"]) == ("09", 5)
    assert [e["computed"] for e in found["checks"] if e["verdict"] == "nudged"] == [76.72956]


def test_a_number_that_comes_with_others_counts_once():
    text = "Thu giữ 30 tang vật: 12 khẩu súng, 8 khẩu pháo, xe, lưới cùng 5 con dao."
    assert read(draft(text, "vi")).checks == ()


def test_findings_quote_the_text():
    result = check(read(draft(BRIEFING, "vi")))
    shown = as_terminal(result, "vi")
    assert re.search(
        r"^      \S+: … .*09 công việc chưa hoàn thành, trễ hạn, chiếm.* …$", shown, re.M
    )
    assert "1525" not in shown.split("→", 1)[1].split("\n\n")[0], "what holds is not quoted"


@pytest.mark.parametrize(
    "text",
    [
        "Đơn vị được giao 50 nhiệm vụ, trong đó 20 nhiệm vụ hoàn thành, 10 nhiệm vụ quá hạn.",
        "Phòng A hoàn thành 12 công việc, đạt 80% kế hoạch.",
        "Thu ngân sách tăng 5,2% so với cùng kỳ, chi giảm 3%.",
        "Tổng cục được giao 198 nhiệm vụ. Vụ A hoàn thành 12 nhiệm vụ, đạt 80%.",
        "Xử lý 1.200 văn bản, trong đó 815 văn bản đến, 240 văn bản đi.",
    ],
)
def test_without_evidence_there_is_no_check(text):
    statement = read(draft(text, "vi"))
    assert statement.checks == ()
    assert unchecked(text)


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        (  # what came before stands in a bracket, and `giảm` is said but once
            "Trạm đo 866 mẫu nước/964 mẫu đất. So với năm trước giảm 146 mẫu nước, 127 mẫu đất "
            "(năm trước đo 1.012 mẫu nước/1.091 mẫu đất).",
            ["1012 - 866 = 146", "1091 - 964 = 127"],
        ),
        (  # every second number is of one kind
            "Đội kiểm tra 242 tàu cá, 344 thuyền viên. Trong đó, cấp phép 179 tàu, 251 thuyền viên; gia hạn 31 tàu, "
            "36 thuyền viên; chờ cấp 32 tàu, 57 thuyền viên.",
            ["242 = 179 + 31 + 32", "344 = 251 + 36 + 57"],
        ),
        (  # the total is two paragraphs away, and so many shares are of it
            "Kho nhận 375 kiện hàng, trong đó có 6 kiện hỏng.\nĐội bốc xếp có 24 người.\nCó 195 kiện gửi đi trong tỉnh "
            "(chiếm 52%) và 180 kiện gửi đi tỉnh khác (chiếm 48%).\nCó 125 kiện hàng khô (chiếm 33,3%); 47 kiện hàng "
            "lạnh (chiếm 12,5%).",
            ["195 / 375 = 52%", "125 / 375 = 33,3%", "47 / 375 = 12,5%"],
        ),
        (  # parts of another unit in a bracket; the total follows a bracket and a stroke
            "Xưởng nhận 221 máy. Đã sửa 176 máy (160 bơm, 16 quạt)/221 máy, đạt 79,64%.",
            ["176 = 160 + 16", "176 / 221 = 79,64%"],
        ),
        (
            "Tuyến phà chở 274 chuyến, 675 xe (so với cùng kỳ, tăng 64 chuyến - tương ứng 30,48%, tăng 194 xe - tương ứng "
            "40,33%).",
            ["274 vs: 30,48%", "675 vs: 40,33%"],
        ),
        (  # each value of a list in its own bracket; a rough percentage; percentages beside one in a bracket
            "Kho có 1.214 thùng, trong đó: sách (640 thùng), báo (318 thùng), tranh ảnh (256 thùng). Đã xếp 1.186 thùng, "
            "đạt trên 97,7%. Tốt chiếm 61,25% (trong đó rất tốt chiếm 20,5%), khá chiếm 30,5%, kém chiếm 8,25%.",
            ["1214 = 640 + 318 + 256", "1186 / 1214 = 97,7%", "61,25% + 30,5% + 8,25% = 100%"],
        ),
        (  # what is between `cao hơn` and its number
            "Hạt có 86.412 cây, cao hơn cùng kỳ 4.108 cây (4,99%).",
            ["86412 vs: 4,99%"],
        ),
        (  # a rise of what is compared, with its percentage after a comma
            "Trạm thu gom 412 tấn rác, nhiều hơn 22 tấn (5,64%). Đội có 5.024 thẻ (tăng 46 thẻ, 0,9% so với năm ngoái).",
            ["412 vs: 5,64%", "5024 vs: 0,9%"],
        ),
        (  # what stands behind a stroke is a column of its own, or the total, which may have decimals
            "Phát hiện 31 vụ/52 người. Trong đó, trộm cắp 12 vụ/19 người. Cướp giật 8 vụ/21 người. Lừa đảo 11 vụ/12 người. "
            "Đã nạo vét 12,4/15,5 km, đạt 80,0%; chi 412,5 tỷ đồng/625,0 tỷ đồng, đạt 66,0%.",
            ["31 = 12 + 8 + 11", "12,4 / 15,5 = 80,0%", "412,5 / 625 = 66,0%"],
        ),
        (  # the ends of a range count nothing
            "Có 48 lớp, gồm 29 lớp từ 35 đến 40 học sinh, 19 lớp từ 20 đến 30 học sinh.",
            ["48 = 29 + 19"],
        ),
        (
            "Bến đón 512 lượt, nhiều hơn tháng trước là 62 lượt (450 lượt).",
            ["512 - 450 = 62"],
        ),
        (  # two changes of one number, each from a value of its own
            "Vốn huy động 51.240 tỷ đồng, tăng 3.120 tỷ đồng (bằng 6,5%) so với đầu năm và tăng 7.010 tỷ đồng (bằng 15,8%) so với "
            "cùng kỳ.",
            ["51240 vs: 6,5%", "51240 vs: 15,8%"],
        ),
        (  # the percentage first
            "Diện tích rừng bị phá là 9,64 ha, giảm 27,2% (giảm 3,60 ha).",
            ["9,64 vs: 27,2%"],
        ),
        (  # one number said of several, behind a number of its own
            "Có 68 vụ: huyện A 41 vụ, huyện B 22 vụ, huyện C và huyện D cùng 2 vụ, huyện E 1 vụ.",
            ["68 = 41 + 22 + 2 + 2 + 1"],
        ),
        (
            "Có 68 vụ: huyện A 41 vụ, huyện B 21 vụ, huyện C, huyện D và huyện E mỗi nơi 2 vụ.",
            ["68 = 41 + 21 + 2 + 2 + 2"],
        ),
        (
            "Tỷ lệ khám phá đạt 83,97%, vượt 3,97% so với chỉ tiêu 80%. Công suất phòng đạt 62,4%, cùng kỳ là 64,5% (giảm 2,1%).",
            ["83.97% - 80% = 3.97%", "64.5% - 62.4% = 2.1%"],
        ),
    ],
)
def test_relations_in_many_forms(text, relations):
    result = check(read(draft(text, "vi")))
    got = {relation(result, judged.check): judged.verdict for judged in result.checks}
    assert {of: got.get(wanted(of)) for of in relations} == dict.fromkeys(relations, HOLDS)
    assert set(got.values()) == {HOLDS}


@pytest.mark.parametrize(
    "text",
    [
        # of a plan; a part of another total; rough numbers; a sum that holds, but for the words between
        "Tổng thu là 22.056 tỷ đồng. Thu xuất khẩu 4.081 tỷ đồng, đạt 18,8% so với dự toán.",
        "Có 40 việc. Kế hoạch: 19 việc, đã xong 12 (63,2%), chưa xong 7 (36,8%).",
        "Phải thu hơn 37,38 tỷ đồng, kiến nghị thu hơn 9,19 tỷ đồng, đã thu hơn 8 tỷ đồng; kiến nghị khác hơn 28,15 tỷ đồng.",
        # shares that are right and do not add to 100; what is left of another total; a list that goes on; some of many
        "Nhận 2.224 phiếu, trong đó có 51 phiếu trắng (chiếm 2,29%); 2.127 phiếu xanh (chiếm 95,64%); 36 phiếu đỏ (chiếm 1,62%).",
        "Có 291 hộp. Trong đó: đã mở 238/316 hộp, còn lại 35 hộp chưa mở.",
        "Nhận 1.472 thư; trong đó đã đáp 1.433 thư. Cả 39/39 thư gửi phòng A đã đáp. Phòng B trả 8,98 nghìn thư, gồm 8,96 nghìn "
        "thư đúng hạn, 17 thư trễ. Nhiều thư là phường C (590 thư), phường D (156 thư), phường E (209 thư), phường G (235 thư).",
        "Đội có 27 máy. Nhiều máy hỏng: xưởng A (9 máy), xưởng B (7 máy), xưởng C (5 máy).",
        "Tổng đài nhận 1.022 cuộc. Lập 442 phiếu. Có 115 phiếu lưu. Nhận qua thư: 346 ý kiến, 3 ý kiến, 42 ý kiến, 38 ý kiến, "
        "13 ý kiến. Có 11 phiếu chờ, 12 phiếu hủy.",
        # one of a list is not the sum of others; whole hectares are rounded; what tons were before is no whole number
        "Có 500 ha hoa màu hư hại (Hà Giang: 239 ha; Lai Châu: 206 ha; Lào Cai: 18 ha; Cao Bằng: 20 ha; Tuyên Quang: 2 ha).",
        "Lúa bị ngã là 28.648ha (Trà Vinh 182,2ha, Bạc Liêu 12.636ha, Cà Mau 5.775ha, Sóc Trăng 10.055ha).",
        "Sản lượng đạt 385,8 nghìn tấn, tăng 6,84% so với năm 2016; trong đó, lúa đạt 320,3 nghìn tấn, tăng 8,77%; ngô đạt "
        "65,5 nghìn tấn, giảm 1,68%.",
        # a percentage that was planned, beside the one reached; other numbers in brackets; thousands are rounded
        "Đã tiêm 8.214/11.680 trẻ, đạt 70,3%, chưa đạt tiến độ (75%).",
        "Thu 286,4 tỷ đồng, vượt 4,1% so với kế hoạch (275 tỷ đồng). Gỗ đạt 486,3 triệu USD, tăng 18,2%; vải (297,4 triệu USD).",
        "Có 97/124 xã đạt chuẩn, bằng 78,2%, trong đó 33 xã đạt chuẩn nâng cao, chiếm 34,0% số xã đạt chuẩn; 27 xã chưa đạt, gồm "
        "16 xã đạt từ 15 đến 18 tiêu chí, 11 xã đạt từ 10 đến 14 tiêu chí; bình quân 17,2 tiêu chí.",
        "Kiểm 214 cơ sở, có 187 cơ sở đạt QCVN 28:2010/BTNMT (87,4%).",
        "Trao 3.918 suất quà, trong đó có quà của tỉnh: 8.058 suất.",
        "Kho trả 8,98 nghìn thư, gồm 8,96 nghìn thư đúng hạn, 17 thư trễ.",
        # a quarter with a change of its own, shares of a total that is not told, or that the words name
        "Nuôi được 4.432,5 tấn, tăng 6,5% so với năm trước (riêng quý IV 1.315,5 tấn, tăng 7,0%).",
        "Tỉnh có 485 trường đạt chuẩn. Số trường bậc mầm non là 141 (51,8%), tiểu học 206 (75,2%), trung học 138 (36,8%).",
        "Biểu quyết có 448 đại biểu, trong đó tán thành 437 đại biểu (bằng 92,39% tổng số đại biểu Quốc hội).",
        # a list that goes on, shares of one list, and some that overlap or are of another total
        "Có 87 vụ. Trong đó, 73 vụ phá rừng, với 43,6 ha; 2 vụ khai thác, với 7,7 m3; 5 vụ vận chuyển, với 8,5 m3; 2 vụ cất giữ, "
        "với 6,3 m3; 5 vụ khác.",
        "Về trình độ: trên đại học 310 người (62,5%), đại học 180 người (36,3%), dưới đại học 6 người (1,3%).",
        "Danh sách có 89 người. Về cơ cấu, nữ có 37 người (41,57%), ngoài Đảng 8 người (8,99%), trẻ 22 người (24,72%), dân tộc "
        "thiểu số 4 người (4,49%), tôn giáo 5 người (5,62%).",
        # a list of another clause, and parts that overlap
        "Buổi họp nghe 14 báo cáo, lập tổ mới gồm 25 người; 12 nhóm được khen, 6 cá nhân nhận quà.",
        "Nhận 3.120 đơn, trong đó 2.900 đơn nộp qua mạng, giải quyết đúng hạn 3.051 đơn.",
        "Nhận 84 lượt kiến nghị (gồm 76 đơn về thuế, 03 đơn về đất và 05 đơn về chợ).",
        # some members of a list, far from the whole
        "Có 1.640 người đi làm việc ở nước ngoài (Nhật Bản 902, Đài Loan 411, Hàn Quốc 187...).",
        "Đảng bộ có 81.306 đảng viên (trong đó 30.112 đảng viên nữ, 4.870 đảng viên dự bị).",
        "Bắt 1 vụ ở cảng. Trong số đó, biên phòng xử lý 134 vụ, hải quan 19 vụ.",
        # a share of then, of a target, or of what was at the end of last year
        "Được giao 5.210,4 tỷ đồng, giải ngân 2.410,8 tỷ đồng, đạt 46,3% (cùng kỳ đạt 39,9%), trong đó vốn trung ương 1.104,6 tỷ đồng.",
        "Kết nạp 2.310 đảng viên, đạt 2,94% so với tổng số đảng viên cuối năm trước, đưa tổng số lên 80.214 đảng viên.",
        "Đã thu hồi 5,12/7,40 tỷ đồng (69,19%), cao hơn tỷ lệ cùng kỳ năm trước (64,10%).",
        # 63 of 63 is where the figures come from, not what was before; which of the doses is no number of them
        "Tổng hợp từ 63/63 tỉnh, cả nước có 8.112 vụ (giảm 355 vụ, tương ứng 4,2%).",
        "Có 6.413 ca, trong đó 6.409 ca trong nước. Đã tiêm 4.120.300 liều, trong đó mũi 1 là 3.900.100 liều, mũi 2 là 220.200 liều.",
    ],
)
def test_no_alarm_where_the_words_say_otherwise(text):
    assert all(judged.verdict == HOLDS for judged in check(read(draft(text, "vi"))).checks)


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Đã khám phá 6.118/742 vụ (đạt 82,5%).", "6118 / 742 = 82,5%"),
        (
            "Tỉnh có 812.406 học sinh; riêng năm nay khám 401.118 trong 615.204 học sinh, đạt 66,2%.",
            "401118 / 615204 = 66,2%",
        ),
        (  # a list that `và` closes, in the sentence after its total
            "Hội đồng gửi 84 kiến nghị của cử tri. Chúng gồm 36 kiến nghị về thuế, 3 kiến nghị về đất và 5 kiến nghị về chợ.",
            "84 = 36 + 3 + 5",
        ),
        (
            "Có 5.214 người được cai nghiện tại gia đình, cộng đồng, gồm 3.105 người tại gia đình và 1.640 người tại cộng đồng.",
            "5214 = 3105 + 1640",
        ),
        (  # a sign ends a list in brackets
            "Có 1.212 đơn đủ điều kiện (trong đó 347 đơn khiếu nại, 855 đơn phản ánh; 92 vụ thuộc thẩm quyền).",
            "1212 = 347 + 855",
        ),
        (  # numbers of other units between the parts
            "Còn 4.118 lượt góp vốn, giá trị 4,79 tỷ USD, trong đó 604 lượt tăng vốn với 1,64 tỷ USD và 5.514 lượt mua lại với "
            "3,15 tỷ USD.",
            "4118 = 604 + 5514",
        ),
        (
            "Đã sửa 238/316 cầu, đạt tỷ lệ 88,9%.",
            "238 / 316 = 88,9%",
        ),  # said outright, however far off
        (
            "Có 1.214.600 thẻ, tăng 38.200 thẻ so với năm trước (1.167.400 thẻ).",
            "1214600 - 1167400 = 38200",
        ),
        (  # not 190 = 43 + 109 + 38: the list goes on
            "Hiện có 190 cầu treo. Trong đó, huyện A có 43 cầu, huyện B có 109 cầu, huyện C có 38 cầu và huyện D có 9 cầu.",
            "190 = 43 + 109 + 38 + 9",
        ),
        (
            "Bắt giữ 4.327 vụ; trị giá 7.612 tỷ đồng. Chuyển 41 vụ. Trong số vụ vi phạm có 1.386 vụ lậu; 2.508 vụ khai sai "
            "và 443 vụ khác.",
            "4327 = 1386 + 2508 + 443",
        ),
        (  # of parts that count something else than their total, one is a share of it
            "Trong 5.480 đồng hồ đến kỳ, đã kiểm định 4.317 chiếc, đạt 78,8%; 1.136 chiếc chưa kiểm định.",
            "5480 = 4317 + 1136",
        ),
        (
            "Huyện có 168 cán bộ, gồm 27 bác sĩ, 64 y sĩ, 46 điều dưỡng và 41 hộ sinh; năm trước đông hơn.",
            "168 = 27 + 64 + 46 + 41",
        ),
        (
            "Ước đạt 6.815.000 lượt; trong đó khách quốc tế 412.500 lượt, khách nội địa 6.420.500 lượt.",
            "6815000 = 412500 + 6420500",
        ),
        (  # of two ways to divide one total, one is right
            "Máu thu được là 1.068 đơn vị: 612 đơn vị loại 250 ml, 389 đơn vị loại 350 ml, 58 đơn vị loại 450 ml. Theo nhóm "
            "máu: nhóm O 474 đơn vị, nhóm B 331 đơn vị, nhóm A 214 đơn vị, nhóm AB 49 đơn vị.",
            "1068 = 612 + 389 + 58",
        ),
        (  # what stands between a number and by how much it fell counts something else
            "Có 209 ổ dịch mới tại 101 phường, giảm 14 ổ dịch so với tuần trước (250 ổ dịch).",
            "250 - 209 = 14",
        ),
        (  # the total is called otherwise, and two other shares are of it
            "Tỉnh giao quân 2.350 thanh niên. Về học vấn, có 214 người trình độ đại học, cao đẳng (9,1%), 1.638 người tốt nghiệp "
            "trung học phổ thông (67,9%), 498 người tốt nghiệp trung học cơ sở (21,2%).",
            "1638 / 2350 = 67,9%",
        ),
        # what the words divide outright, also where the sum is far off: a list, a bracket
        (
            "Hạt quản lý 284 trạm, gồm 6 trạm lớn, 47 trạm vừa và 211 trạm nhỏ.",
            "284 = 6 + 47 + 211",
        ),
        ("Hội đồng có 32 ủy viên (nam 21, nữ 6).", "32 = 21 + 6"),
        (
            "Kho nhận 350 thùng, gồm 120 thùng sách, 90 thùng báo và 48 thùng tranh.",
            "350 = 120 + 90 + 48",
        ),
        (
            "Đã xử lý 4.312 lượt, trong đó 4.870 lượt đúng hạn, 214 lượt quá hạn.",
            "4312 = 4870 + 214",
        ),
        (  # in thousands
            "Cảng bốc dỡ 518,4 nghìn kiện, gồm 203,7 nghìn kiện nhập và 341,7 nghìn kiện xuất.",
            "518400 = 203700 + 341700",
        ),
        (
            "Kết quả hỏi: 44,2% rất tốt, 38,1% tốt, 13,9% được, 2,8% kém.",
            "44,2% + 38,1% + 13,9% + 2,8% = 100%",
        ),
        # what is in brackets behind a plan or an earlier quarter
        ("Trạm tiêm 2.415 con, đạt 96,6% kế hoạch (2.050 con).", "2415 / 2050 = 96,6%"),
        (
            "Đã làm sạch 512,4 ha, trong đó đội A 301,2 ha, đội B 211,2 ha; đạt 23,0% kế hoạch năm (1.600 ha).",
            "512,4 / 1600 = 23,0%",
        ),
        ("Nộp 318 đơn, tăng 12,4% so với năm trước (318 đơn).", "318 vs 318: 12,4%"),
        (  # 124 is 97,6% of 127, but is said to be of 238
            "Đã tự kiểm tra 124/238 văn bản cấp tỉnh (97,6%) và 127 văn bản cấp huyện.",
            "124 / 238 = 97,6%",
        ),
        ("Kho đạt 7.418,6 tấn, tăng 11,9% so với cùng kỳ là 1.266,8 tấn.", "7418,6 vs: 11,9%"),
        ("Số hộ giảm từ 507 hộ xuống còn 462 hộ (giảm 95 hộ).", "507 - 462 = 95"),
        ("Trong 721 hộ mới, có 448 hộ nhận vốn, đạt 63,0%.", "448 / 721 = 63,0%"),
        (
            "Có 74.180 lượt khách, trong đó khách xa 8.973 lượt, chiếm 13,3%.",
            "8973 / 74180 = 13,3%",
        ),
        (  # three shares are of the total, one is not
            "Có 31 vụ cháy. Về nguyên nhân: đốt rác 14 vụ (chiếm 45,2%), chập điện 09 vụ (29,0%), nấu ăn 02 vụ (6,5%), "
            "chưa rõ 08 vụ.",
            "31 = 14 + 9 + 2 + 8",
        ),
        # members that are more than their total, whether or not the list goes on
        (
            "Đã tưới 41.063 ha, trong đó tự chảy 31.408 ha, bơm điện 9.726 ha.",
            "41063 = 31408 + 9726",
        ),
        (  # percentages that a colon opens, however far off
            "Mục đích lưu trú: du lịch 64,5%, lao động 22,8%, thăm thân 8,9%, mục đích khác 38,8%.",
            "64,5% + 22,8% + 8,9% + 38,8% = 100%",
        ),
        (
            "Giới thiệu việc cho 4.915 người, trong đó 2.967 người có việc, đạt 65,3%.",
            "2967 / 4915 = 65,3%",
        ),
        (
            "Có 148.263 hộ, tăng 2.348 hộ so với 146.915 hộ cuối quý trước.",
            "148263 - 146915 = 2348",
        ),
        (
            "Sưu tầm 286 hiện vật, nhiều hơn năm ngoái 55 hiện vật (341 hiện vật).",
            "286 - 341 = 55",
        ),
        # lists that the words close, whatever they come to
        (
            "Xưởng có 152 máy tiện (17 máy cũ, 641 máy mới, 94 máy thuê).",
            "152 = 17 + 641 + 94",
        ),
        ("Ga đón 830 toa, gồm 410 toa hàng và 720 toa khách.", "830 = 410 + 720"),
        (
            "Trại có 640 con, phân theo giống: lai 310 con, nội 205 con, ngoại 92 con.",
            "640 = 310 + 205 + 92",
        ),
        (  # the last is what is left
            "Đội nhận 870 phiếu, đã trả 512 phiếu, bác 233 phiếu, đang xét 25 phiếu.",
            "870 = 512 + 233 + 25",
        ),
        # a share of the total of its sum, of what the words name, of the count before it
        (
            "Kho có 400 bao, gồm 250 bao gạo (62,5%) và 150 bao ngô (52,1%).",
            "150 / 400 = 52,1%",
        ),
        (
            "Đập có dung tích thiết kế 250,4 triệu khối, 14 cửa van; nay chứa 150,2 triệu khối, bằng 95,98% dung tích thiết "
            "kế, 6 cửa mở.",
            "150200000 / 250400000 = 95,98%",
        ),
        (
            "Khách đoàn 6.180 lượt; khách lẻ 1.545 lượt, chiếm 52,0%.",
            "1545 / 6180 = 52,0%",
        ),
        ("Đã chi 312,5 tỷ đồng/625,0 tỷ đồng, đạt 61,0%.", "312,5 / 625 = 61,0%"),
        # a rise that is a fall, and a fall told before its values
        ("Bến đón 300 tàu, tăng 100 tàu, tức 25,0% so với năm trước.", "300 vs: 25,0%"),
        ("Xe chở 512 lượt, ít hơn tháng trước là 62 lượt (450 lượt).", "450 - 512 = 62"),
        ("Số chuyến đò giảm 12,50%, từ 480 chuyến xuống 402 chuyến.", "402 vs: 12,50%"),
        (  # a total that is divided once more, further on
            "Tỉnh có 208 giấy phép, trong đó 21 giấy phép do Bộ cấp, 187 giấy phép do tỉnh cấp. Phân theo loại: đá 110 giấy "
            "phép, cát 43 giấy phép, đất 41 giấy phép, sét 17 giấy phép, loại khác 06 giấy phép.",
            "208 = 110 + 43 + 41 + 17 + 6",
        ),
        (  # two lists in one, each in its own unit
            "Bắt 242 vụ buôn thuốc giả với 344 đối tượng: khởi tố 179 vụ, 251 bị can; xử phạt 31 vụ, 36 người; 3 vụ với 57 đối "
            "tượng còn đang xác minh.",
            "242 = 179 + 31 + 3",
        ),
        (  # a fall told twice, some numbers after what fell
            "Xảy ra 199 vụ tai nạn, 99 người chết. So với tuần trước giảm 449 vụ (-19,76%), giảm 34 người chết (-25,56%).",
            "199 vs: 19,76%",
        ),
    ],
)
def test_a_slip_in_what_is_said_outright_is_an_alarm(text, slip):
    result = check(read(draft(text, "vi")))
    failing = [judged for judged in result.checks if judged.verdict != HOLDS]
    assert [relation(result, judged.check) for judged in failing] == [wanted(slip)]


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ đạt 90%, vượt 5% so với chỉ tiêu 85% và tăng 3% so với năm trước (87%).",
        "Tỷ lệ đạt 90%, tăng 3% so với năm trước (87%), vượt 5% so với kế hoạch (85%).",
        "Tỷ lệ nam 60%, giảm 20% so với quý trước, nữ chiếm 40%.",
        "Tỷ lệ đạt 60%, tăng 9% so với cùng kỳ (55%).",
        "Vốn trong nước đạt 70% kế hoạch, tăng 20% so với cùng kỳ; vốn ODA đạt 50% kế hoạch.",
    ],
)
def test_percentages_and_the_points_between_them_raise_no_alarm(text):
    result = check(read(draft(text, "vi")))
    assert [judged.verdict for judged in result.checks if judged.verdict != HOLDS] == []


def test_percentages_that_lie_so_far_apart_by_chance_are_no_check():
    text = "Vốn trong nước đạt 70% kế hoạch, tăng 20% so với cùng kỳ; vốn ODA đạt 50% kế hoạch."
    assert not check(read(draft(text, "vi"))).checks


def test_a_list_longer_than_the_search_looks_raises_no_alarm():
    counts = [100 + 37 * place % 89 for place in range(40)]
    listed = "; ".join(
        f"xã thứ {'một' * (place + 1)} {one}, giảm {place % 9 + 1},{place % 7}%"
        for place, one in enumerate(counts)
    )
    text = f"Toàn huyện có {sum(counts)} hộ, giảm 4,5%, gồm: {listed}."
    result = check(read(draft(text, "vi")))
    assert [judged.check.text for judged in result.checks if judged.verdict != HOLDS] == []


def test_the_command_says_on_standard_error_which_numbers_are_in_no_check(tmp_path):
    (tmp_path / "text.txt").write_text("Được giao 50 nhiệm vụ. Có 12 bộ.", "utf-8")
    command = [sys.executable, str(ROOT / "run_report.py"), "statement", "--from-text", "text.txt"]
    environment = {**os.environ, "REPORT_LANGUAGE": "vi"}
    said = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert read(said.stdout).checks == ()
    assert said.stderr.splitlines()[0].startswith("Không có gì để kiểm tra")
    assert said.stderr.splitlines()[1:] == [
        "2 số trong văn bản chưa nằm trong phép kiểm tra nào:",
        "  50 … Được giao 50 nhiệm vụ",
        "  12 … Có 12 bộ.",
    ]


# Numbers


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Xử lý 12 nghìn hồ sơ, 3 ngàn đơn, 1,2 triệu lượt truy cập.",
            ["12000", "3000", "1200000"],
        ),
        ("Thu hồi 12,5 tỷ đồng và 45 triệu đồng.", ["12,5", "45"]),
        ("Đã giải quyết 19/33 vụ việc.", ["33", "19"]),
        ("Khởi tố 2.130 vụ/3.415 bị can.", ["2.130", "3.415"]),
        ("Tỷ lệ đạt 86 phần trăm, tăng 2,5 điểm phần trăm.", ["86%", "2,5%"]),
        ("Tiếp 1 788 lượt người.", ["1 788"]),
        ("Gieo 2.400ha lúa, 35kg giống.", ["2.400", "35"]),
        ("Giảm 49 chuyến (-19,76%).", ["49", "19,76%"]),
        ("Thụ lý 80vụ/110 bị cáo, thu 2.935.690.000đồng.", ["80", "110", "2.935.690.000"]),
        ("Nhận và trả lời 179/29 thư; mạng 5G, tổ 12A.", ["179", "29"]),
        ("Tổng đài 1022 nhận 61 thư, website 1022.dongthap.gov.vn: 76 thư.", ["61", "76"]),
        ("Qua điện thoại: 346 ý kiến, email: 3 ý kiến.", ["346", "3"]),
    ],
)
def test_numbers_of_all_forms_are_figures(text, figures):
    assert [each.text for each in read(draft(text, "vi")).figures.values() if each] == figures


def test_dates_decisions_and_telephone_numbers_are_no_figures():
    made = draft(ADVERSARIAL, "vi")
    assert read(made).figures == {}
    for aside in (
        "13/10/2023: ngày", "số 1525/QĐ-TCTK: số hiệu", "01/NQ-CP: số hiệu", "khoản 2: số hiệu", "Điều 15: số hiệu",
        "8h30: giờ", "Năm 2023: ngày", "Quý III/2023: ngày", "mức độ 4: số hiệu", "giai đoạn 2021-2025: ngày",
        "5 năm: giờ", "cùng kỳ 2022: ngày", "điện thoại 024.3733.2997: số điện thoại", "0912 345 678: số điện thoại",
    ):  # fmt: skip
        assert f"#   {aside}" in made, aside


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_unicode_forms_and_spaces_make_no_difference(form, space):
    assert draft(unicodedata.normalize(form, BRIEFING.replace(" ", space)), "vi") == draft(
        BRIEFING, "vi"
    )


# fmt: off
PIECES = st.sampled_from([
    "54.619 công việc", "02 nhiệm vụ hoàn thành", "chiếm 76,8%", "tăng 5%", "so với năm 2022", "tăng 12 vụ",
    "trong đó", "gồm", "(", ")", ";", ",", ".", "\n", "năm 2023", "Quý III", "số 15/QĐ", "hồ sơ", "hai hồ sơ",
    "0912 345 678", "đạt 50%", "3/4", "COVID-19", "12.5.7", "196/198 hồ sơ", "khoảng 9 văn bản", "1,5 nghìn đơn",
    "mỗi nơi 2 hồ sơ", "trên tổng số 80 đơn", "0 hồ sơ", "0%", "#", ":", "- ", '"', "\x07",
])
# fmt: on


@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=14).map(" ".join))
@settings(max_examples=35)
def test_every_draft_can_be_read_and_checked(text):
    as_terminal(check(read(draft(text, "vi"))), "vi")


@given(st.lists(PIECES, max_size=14).map(" ".join))
@settings(max_examples=60)
@example("3/4 chiếm 76,8% chiếm 76,8%")
def test_no_number_is_lost(text):
    made = draft(text.replace("1,5 nghìn đơn", "15 đơn"), "vi")
    # The words quoted around a number are no mention of another.
    lines = [re.sub(r" … .*", "", line) for line in made.splitlines()]
    said = "\n".join(line for line in lines if not line.startswith("  # …"))
    lost = Counter(re.findall(r"\d+", text.replace("1,5 nghìn đơn", "15 đơn"))) - Counter(
        re.findall(r"\d+", said)
    )
    assert not lost, made


def test_comments_come_in_the_language_asked_for():
    assert "# Numbers in the text that no check covers: 1." in draft("Có 63 tỉnh.", "en")
    assert "# 1 số trong văn bản chưa nằm trong phép kiểm tra nào:" in draft("Có 63 tỉnh.", "vi")
