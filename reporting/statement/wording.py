"""What the checker says, in both languages."""

from __future__ import annotations

from reporting.errors import Text
from reporting.statement.edits import Edit
from reporting.statement.verdicts import FAILS, HOLDS, NUDGED, OTHER_BASE, TRUNCATED

VERDICT = {
    HOLDS: Text("đúng", "holds"),
    TRUNCATED: Text("cắt chữ số", "truncated"),
    NUDGED: Text("chỉnh cho đủ 100%", "nudged"),
    OTHER_BASE: Text("sai mẫu số", "other base"),
    FAILS: Text("sai", "fails"),
}
EDIT = {
    Edit.DIGIT_CHANGED: Text("sai một chữ số", "one digit changed"),
    Edit.DIGITS_SWAPPED: Text("đảo hai chữ số liền nhau", "two neighbouring digits swapped"),
    Edit.DIGIT_DROPPED_OR_ADDED: Text("thiếu hoặc thừa một chữ số", "a digit dropped or added"),
    Edit.RETYPED: Text("sai nhiều chữ số", "several digits changed"),
}
FROM_TO = Text("từ {0} đến {1}", "{0} to {1}")
AT_LEAST = Text("từ {0} trở lên", "{0} or more")
AT_MOST = Text("không quá {0}", "{0} or less")
ANYTHING = Text("bất kỳ", "anything")
SUM_HOLDS = Text("{sum}.", "{sum}.")
SUM_BY_ROUNDING = Text(
    "{sum}, in là {printed}: chênh lệch nằm trong phạm vi làm tròn từng số.",
    "{sum}, printed {printed}: no more than rounding each term accounts for.",
)
SUM_FAILS = Text(
    "{sum}, không phải {printed}: chênh lệch {difference}.",
    "{sum}, not {printed}: off by {difference}.",
)
SUM_MEETS = Text(
    "Các phần cộng lại được {computed}, khớp với tổng {total}.",
    "The parts add to {computed}, which meets the total, {total}.",
)
SUM_MISSES = Text(
    "Các phần cộng lại được {computed}, không gặp khoảng của tổng: {total}.",
    "The parts add to {computed}, which cannot meet the total, {total}.",
)
NOTHING = Text(
    "Mẫu số bằng 0 nên không tính được.", "The base is 0: there is nothing to divide by."
)
RATIO = Text("{computed}, in là {printed}", "{computed}, printed {printed}")
SHOULD = Text("; làm tròn phải là {should}.", "; rounded it should read {should}.")
WAS_CUT = Text(
    "; chữ số bị cắt chứ không làm tròn, làm tròn phải là {should}.",
    "; the digits were cut, rounded it should read {should}.",
)
WAS_NUDGED = Text(
    "; lệch một đơn vị ở chữ số cuối để các tỷ lệ in ra cộng đúng 100% ({names}); "
    "làm tròn phải là {should}.",
    "; one unit off in the last place, so that the printed shares ({names}) add to exactly 100%; "
    "rounded it should read {should}.",
)
WAS_OTHER_BASE = Text(
    "; nhưng tính trên {base} ({value}) thì đúng: tỷ lệ đã lấy mẫu số khác, "
    "trên mẫu số đã nêu phải là {should}.",
    "; but right over {base} ({value}): it was taken of another total, over the stated one it should "
    "read {should}.",
)
WRONG_RATIO = {
    TRUNCATED: WAS_CUT,
    NUDGED: WAS_NUDGED,
    OTHER_BASE: WAS_OTHER_BASE,
    FAILS: SHOULD,
}
UP = Text("tăng {0}", "up {0}")
DOWN = Text("giảm {0}", "down {0}")
UP_BY = Text("từ {1} lên {0}: tăng {2}", "from {1} to {0}: up {2}")
DOWN_BY = Text("từ {1} xuống {0}: giảm {2}", "from {1} to {0}: down {2}")
FITS_WHERE = Text("{printed} đúng khi {name} {span}.", "{printed} is right where {name} is {span}.")
FITS_CUT = Text(
    "Không số nguyên nào làm tròn thành {printed}; chỉ đúng nếu chữ số bị cắt.",
    "No whole number rounds to {printed}; it is right only where the digits were cut.",
)
FITS_NOWHERE = Text(
    "{printed} không khớp với giá trị nào của {names} mà các phép kiểm tra khác cho phép.",
    "{printed} fits no value of {names} that the other checks leave open.",
)
MENDS = Text(
    " Nếu {figure} là {suggested} (in là {printed}) thì phép này không còn sai.",
    " Reading {figure} as {suggested} (printed {printed}) mends it.",
)
SHARE_ALONE = Text(
    " Không số liệu nào sửa được: hãy xem lại chính con số {printed}.",
    " No one figure mends it: look at the {printed} itself.",
)
NO_FIGURE = Text(
    " Không thể sửa bằng cách đổi một số liệu duy nhất: hãy xem lại từng số.",
    " No change of one figure mends it: look at every figure in it.",
)
MISPRINT = Text(
    "{figure}: in là {printed}, có lẽ là {suggested} ({edit})",
    "{figure}: printed {printed}, should probably read {suggested} ({edit})",
)
ANY_BETWEEN = Text(
    "; bất kỳ giá trị nào từ {0} đến {1} cũng khớp", "; anything from {0} to {1} would fit"
)
