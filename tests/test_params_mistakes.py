"""What can go wrong in a params file: each mistake in a sentence of its own, in both languages, as a snapshot."""

import pytest
import snapshot
import yaml

from reporting.inputs.params import EXPECTED, load
from reporting.text import yaml_file
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

Q = "quarter: 2023Q3\n"
MISTAKES = {
    "a key indented": Q + "  as_of: 2023-09-30\n",
    "a key indented less than its neighbours": Q
    + "targets:\n  on_time_share: 90\n late_share: 3\n",
    "the first key indented": " quarter: 2023Q3\nas_of: 2023-09-30\n",
    "a list indented less than it began": Q + "priorities:\n  - a\n - b\n",
    "a tab": Q + "targets:\n\ton_time_share: 90\n",
    "a tab after spaces": Q + "targets:\n  on_time_share: 90\n\tlate_share: 3\n",
    "a missing bracket": Q + "languages: [vi, en\nas_of: 2023-09-30\n",
    "a missing brace at the end": Q + "office: {vi: Cục Thống kê, en: Statistics Office\n",
    "a missing quotation mark": Q + 'contact: "a\nas_of: 2023-09-30\n',
    "a backslash in quotation marks": Q + 'contact: "a\\q"\n',
    "a key without a colon": Q + "as_of 2023-09-30\nsynthetic: true\n",
    "a colon without a space": "quarter:2023Q3\nas_of: 2023-09-30\n",
    "a colon in a value": Q + "priorities:\n  - vi: Việc: một\n    en: x\n",
    "a list instead of keys": "- 2023Q3\n",
    "UTF-16": (Q + "contact: Hà\n").encode("utf-16"),
    "ANSI": Q.encode() + "contact: Hà".encode("cp1258"),
    "a decimal comma": Q + "targets:\n  on_time_share: 90,5\n",
    "a number that may mean thousands": Q + "targets:\n  tasks: 54.619\n",
    "a number that is another one to YAML": Q
    + "targets: {tasks: 010, completed: 1:30, overdue: 1_000}\n",
    "a decimal comma in braces": Q + "targets: {on_time_share: 90,5}\n",
    "a comma in a value in braces": Q + "priorities:\n  - {vi: Điều tra, dự báo, en: Surveys}\n",
    "text behind a quotation in braces": Q
    + 'priorities:\n  - {vi: "Đề án 06" về dữ liệu, en: x}\n',
    "text behind a quotation": Q + 'contact: "Lan" ở Văn phòng\n',
    "a sign that no value begins with": Q + "contact: @lan\n",
    "a language twice": Q + "languages: [vi, vi]\n",
    "a Word file": b"PK\x03\x04...",
    "curly quotes around a comma": Q + "priorities:\n  - {vi: “Điều tra, dự báo”, en: Surveys}\n",
    "curly quotes around a key": Q + "targets:\n  “on_time_share”: 90\n",
    "curly quotes around a quarter": "quarter: “2023Q3”\n",
    "a number as a name": Q + "unit_groups: {5: {vi: Vụ, en: Departments}}\n",
    "a value left out": Q + "as_of: 2023-09-30\nmeeting: {date: }\n",
    "a path as a quarter": "quarter: ../../etc\n",
    "a key like another": Q + "langages: [vi]\n",
    "a key like no other": Q + "xyz: 1\n",
    "an alias in what it names": Q + "priorities: &a [*a]\n",
    "aliases of aliases": Q + "contact: &a [x, x]\nlicence: &b [*a, *a]\n",
    "too many aliases": Q + "contact: &a x\npriorities: [" + "*a, " * 101 + "x]\n",
    "nested too deep": Q + "priorities: " + "[" * 5000 + "]" * 5000 + "\n",
    "nested too deep, line by line": Q + "priorities:\n" + "- " * 5000 + "a\n",
}


def told(folder, written: str | bytes) -> str:
    file = folder / "2023Q3.yaml"
    file.write_bytes(written if isinstance(written, bytes) else written.encode())
    with pytest.raises(InputError) as caught:
        load(folder, Quarter(2023, 3))
    lines = [
        f"{language}: {p[language]}" for p in caught.value.problems for language in ("vi", "en")
    ]
    return "\n".join(lines).replace(str(folder), "params").replace(", ".join(EXPECTED), "…")


def test_each_mistake_has_its_own_sentence(tmp_path):
    texts = [f"== {name}\n{told(tmp_path, written)}\n" for name, written in MISTAKES.items()]
    snapshot.check("params.txt", "\n".join(texts))


@pytest.mark.parametrize("name", MISTAKES)
def test_it_is_the_same_sentence_with_the_yaml_of_pure_python(tmp_path, monkeypatch, name):
    fast = told(tmp_path, MISTAKES[name])
    monkeypatch.setattr(yaml_file, "LOADER", yaml_file.with_plain_values(yaml.SafeLoader))
    assert told(tmp_path, MISTAKES[name]) == fast


def test_what_only_looks_like_a_mistake_is_read(tmp_path):
    text = 'priorities:\n  - “Chuyển đổi số” trong thống kê\n  - "Việc: [một"\n'
    text += "contact: &c Phòng 5\nlicence: *c\ntargets: {a: 90, b: 5}\n"
    (tmp_path / "2023Q3.yaml").write_text(Q + text, "utf-8-sig")
    params = load(tmp_path, Quarter(2023, 3))
    assert [line.vi for line in params.priorities] == [
        "“Chuyển đổi số” trong thống kê",
        "Việc: [một",
    ]
    assert params.licence == params.contact
    assert params.targets == {"a": 90, "b": 5}


def test_of_many_mistakes_the_first_twenty_of_a_kind_and_a_count_are_told(tmp_path):
    targets = "".join(f"  t{n}: many\n" for n in range(10_000))
    lines = told(tmp_path, Q + "languages: [fr]\ntargets:\n" + targets).splitlines()
    assert len(lines) == 2 * (1 + 20 + 1)
    assert lines[-1] == "en: params/2023Q3.yaml: 9,980 more like these (10,000 mistakes in all)."


def test_a_long_value_is_cut_and_a_large_file_refused(tmp_path):
    assert f"“{'x' * 80}…” is wrong" in told(tmp_path, Q + f"as_of: {'x' * 9000}\n")
    assert "up to 2 MB are read" in told(tmp_path, Q + f"contact: {'x' * 2_000_000}\n")
