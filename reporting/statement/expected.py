"""What a statement file is expected to hold, in the words of its messages."""

from reporting.text.bilingual import BilingualText

COLUMNS = ("value", "numerator", "denominator", "value_year_ago", "change")

FILE = BilingualText("một tệp YAML mã UTF-8", "a YAML file in UTF-8")
PROSE = BilingualText("một tệp văn bản mã UTF-8", "a text file in UTF-8")
NUMBER = BilingualText(
    "một số như in trên văn bản (54.619, 02, 87,0%) hoặc null",
    "a number as printed (54.619, 02, 87,0%) or null",
)
MAPPING = BilingualText(
    "tên số liệu và giá trị như in", "names of figures and their values as printed"
)
LINES = BilingualText(
    "danh sách các phép kiểm tra, mỗi phép một dòng bắt đầu bằng “- ”",
    "a list of checks, one a line beginning with “- ”",
)
WORDS = BilingualText("một dòng chữ", "a line of text")
DAY = BilingualText("một ngày như 2023-09-30", "a date like 2023-09-30")
FIGURE_NAME = BilingualText(
    "tên gồm chữ cái, chữ số và dấu _, bắt đầu bằng chữ cái",
    "a name of letters, digits and _, beginning with a letter",
)
ONCE = BilingualText("mỗi khóa chỉ một lần", "each key only once")
KNOWN = BilingualText(
    "một số liệu có trong figures; không có “{0}”", "a figure listed in figures; there is no “{0}”"
)
MIXED = BilingualText(
    "các số hạng cùng loại: hoặc đều là tỷ lệ phần trăm, hoặc đều không",
    "terms of one kind: either all percentages or none",
)
CELL = BilingualText(
    "mã chỉ tiêu, hoặc {{indicator: …}} cùng unit_group, unit, source, column (một trong {0})",
    "an indicator, or {{indicator: …}} with unit_group, unit, source, column (one of {0})",
).format(", ".join(COLUMNS))
UNKNOWN_KEY = BilingualText(
    "Dòng {0}: khóa “{1}” không được dùng đến; các khóa được đọc là {2}.",
    "Line {0}: the key “{1}” is not used; the keys that are read are {2}.",
)
OTHER_READING = BilingualText(
    "“{0}” được đọc là {1}; cũng có thể hiểu là {2}.",
    "“{0}” was read as {1}; it could also be {2}.",
)
BOTH_SIGNS = BilingualText(
    "Trong tệp có cả dấu phẩy lẫn dấu chấm thập phân; mỗi số được đọc theo dạng của chính nó.",
    "The file has decimal commas and decimal points; each number was read by its own form.",
)
