"""What the checker says, in both languages."""

from reporting.statement.edits import Edit
from reporting.statement.verdicts import FAILS, HOLDS, NUDGED, OTHER_BASE, TRUNCATED
from reporting.text.bilingual import BilingualText

VERDICT = {
    HOLDS: BilingualText("đúng", "holds"),
    TRUNCATED: BilingualText("cắt chữ số", "truncated"),
    NUDGED: BilingualText("chỉnh cho đủ 100%", "nudged"),
    OTHER_BASE: BilingualText("sai mẫu số", "other base"),
    FAILS: BilingualText("sai", "fails"),
}
EDIT = {
    Edit.DIGIT_CHANGED: BilingualText("sai một chữ số", "one digit changed"),
    Edit.DIGITS_SWAPPED: BilingualText(
        "đảo hai chữ số liền nhau", "two neighbouring digits swapped"
    ),
    Edit.DIGIT_DROPPED_OR_ADDED: BilingualText(
        "thiếu hoặc thừa một chữ số", "a digit dropped or added"
    ),
    Edit.RETYPED: BilingualText("sai nhiều chữ số", "several digits changed"),
}
FROM_TO = BilingualText("từ {0} đến {1}", "{0} to {1}")
AT_LEAST = BilingualText("từ {0} trở lên", "{0} or more")
AT_MOST = BilingualText("không quá {0}", "{0} or less")
ANYTHING = BilingualText("bất kỳ", "anything")
SUM_HOLDS = BilingualText("{sum}.", "{sum}.")
SUM_BY_ROUNDING = BilingualText(
    "{sum}, in là {printed}: chênh lệch nằm trong phạm vi làm tròn từng số.",
    "{sum}, printed {printed}: no more than rounding each term accounts for.",
)
SUM_FAILS = BilingualText(
    "{sum}, không phải {printed}: chênh lệch {difference}.",
    "{sum}, not {printed}: off by {difference}.",
)
SUM_MEETS = BilingualText(
    "Các phần cộng lại được {computed}, khớp với tổng {total}.",
    "The parts add to {computed}, which meets the total, {total}.",
)
SUM_MISSES = BilingualText(
    "Các phần cộng lại được {computed}, không gặp khoảng của tổng: {total}.",
    "The parts add to {computed}, which cannot meet the total, {total}.",
)
NOTHING = BilingualText(
    "Mẫu số bằng 0 nên không tính được.", "The base is 0: there is nothing to divide by."
)
RATIO = BilingualText("{computed}, in là {printed}", "{computed}, printed {printed}")
SHOULD = BilingualText("; làm tròn phải là {should}.", "; rounded it should read {should}.")
WAS_CUT = BilingualText(
    "; chữ số bị cắt chứ không làm tròn, làm tròn phải là {should}.",
    "; the digits were cut, rounded it should read {should}.",
)
WAS_NUDGED = BilingualText(
    "; lệch một đơn vị ở chữ số cuối để các tỷ lệ in ra cộng đúng 100% ({names}); "
    "làm tròn phải là {should}.",
    "; one unit off in the last place, so that the printed shares ({names}) add to exactly 100%; "
    "rounded it should read {should}.",
)
WAS_OTHER_BASE = BilingualText(
    "; nhưng tính trên {base} ({value}) thì đúng: tỷ lệ đã lấy mẫu số khác, "
    "trên mẫu số đã nêu phải là {should}.",
    "; but right over {base} ({value}): it was taken of another total, over the stated one it should "
    "read {should}.",
)
WRONG_RATIO = {TRUNCATED: WAS_CUT, NUDGED: WAS_NUDGED, OTHER_BASE: WAS_OTHER_BASE, FAILS: SHOULD}
UP = BilingualText("tăng {0}", "up {0}")
DOWN = BilingualText("giảm {0}", "down {0}")
UP_BY = BilingualText("từ {1} lên {0}: tăng {2}", "from {1} to {0}: up {2}")
DOWN_BY = BilingualText("từ {1} xuống {0}: giảm {2}", "from {1} to {0}: down {2}")
FITS_WHERE = BilingualText(
    "{printed} đúng khi {name} {span}.", "{printed} is right where {name} is {span}."
)
FITS_CUT = BilingualText(
    "Không số nguyên nào làm tròn thành {printed}; chỉ đúng nếu chữ số bị cắt.",
    "No whole number rounds to {printed}; it is right only where the digits were cut.",
)
FITS_NOWHERE = BilingualText(
    "{printed} không khớp với giá trị nào của {names} mà các phép kiểm tra khác cho phép.",
    "{printed} fits no value of {names} that the other checks leave open.",
)
MENDS = BilingualText(
    " Nếu {figure} là {suggested} (in là {printed}) thì phép này không còn sai.",
    " Reading {figure} as {suggested} (printed {printed}) mends it.",
)
SHARE_ALONE = BilingualText(
    " Không số liệu nào sửa được: hãy xem lại chính con số {printed}.",
    " No one figure mends it: look at the {printed} itself.",
)
NO_FIGURE = BilingualText(
    " Không thể sửa bằng cách đổi một số liệu duy nhất: hãy xem lại từng số.",
    " No change of one figure mends it: look at every figure in it.",
)
MISPRINT = BilingualText(
    "{figure}: in là {printed}, có lẽ là {suggested} ({edit})",
    "{figure}: printed {printed}, should probably read {suggested} ({edit})",
)
ANY_BETWEEN = BilingualText(
    "; bất kỳ giá trị nào từ {0} đến {1} cũng khớp", "; anything from {0} to {1} would fit"
)
