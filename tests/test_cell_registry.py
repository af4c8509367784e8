"""Cells in a live notebook: a card at once, a re-run replaces, a clash is told; of indicators and of tables."""

import ast
import re

import nbformat
import pytest
from live_kernel import NOTEBOOK
from small_office import SmallOffice, official_indicators
from test_guides import ADDING, blocks

from reporting.building import notebook_check
from reporting.text.errors import InputError


def cell(name="my_share", vi="Tỷ lệ của tôi", en="My share", status="overdue"):
    return f'''@indicator(vi="{vi}", en="{en}", unit="%", example=({{"status": ["{status}", "in_term"]}}, 50.0))
def {name}(tasks):
    """Tasks of one status, as a share of all."""
    return share(tasks["status"] == "{status}")'''


def own(kernel):
    """The indicators defined beside those of the report, in order."""
    source = "[each.name for each in __import__('reporting.indicators.registry').indicators.registry.registry]"
    return ast.literal_eval(kernel.run(source).html[0])[len(official_indicators()) :]


def test_a_new_cell_shows_its_card_at_once(kernel):
    ran = kernel.run(cell("carded", "Quá hạn", "Overdue now"), "cell-1")
    (card,) = ran.html
    assert ran.error is None
    for part in (
        "Overdue now", "A year earlier", "Numerator / denominator", "Highest", "Lowest", "sparkline",
        "✓ correct, gives 50.0%", "Tasks of one status, as a share of all.",
    ):  # fmt: skip
        assert part in card, part


def test_the_card_agrees_with_the_values(kernel):
    (card,) = kernel.run(cell("carded", "Quá hạn", "Overdue now"), "cell-1").html
    (said,) = kernel.run(
        "'{:.1f} {:.0f} / {:.0f}'.format(*[report.value('carded', column=c) "
        "for c in ('value', 'numerator', 'denominator')])"
    ).html
    share, ratio = said.strip("'").split(" ", 1)
    assert f"<b>{share}%</b>" in card
    assert f"<dd>{ratio}</dd>" in card


def test_running_a_cell_again_replaces_its_indicator_even_with_another_title_or_name(kernel):
    kernel.run(cell("first"), "cell-2")
    kernel.run(cell("second", "Khác", "Other"), "cell-3")
    before = own(kernel)
    assert kernel.run(cell("first", "Tên mới", "New title"), "cell-2").error is None
    assert own(kernel) == before
    assert kernel.run(cell("renamed", "Tên mới", "New title"), "cell-2").error is None
    assert own(kernel) == [{"first": "renamed"}.get(name, name) for name in before]


def test_two_indicators_of_one_cell_stay_two_when_it_is_run_again(kernel):
    both = cell("one", "Một", "One") + "\n\n" + cell("two", "Hai", "Two")
    assert kernel.run(both, "cell-4").error is None
    assert kernel.run(both, "cell-4").error is None
    assert own(kernel)[-2:] == ["one", "two"]


def test_the_same_name_in_another_cell_is_told_and_changes_nothing(kernel):
    kernel.run(cell("kept", "Giữ", "Kept"), "cell-5")
    ran = kernel.run(cell("kept", "Của ô khác", "Of another cell"), "cell-6")
    assert ran.lines == [
        "Indicator “kept”: the name is already taken in another cell (“Kept”); give the function another name."
    ]
    assert kernel.run(
        "__import__('reporting.indicators.registry').indicators.registry.registry['kept'].title.en"
    ).html == ["'Kept'"]


def test_the_same_name_twice_in_one_cell_is_told(kernel):
    twice = cell("twice", "Hai lần", "Twice") + "\n\n" + cell("twice", "Hai lần", "Twice")
    assert "taken" in kernel.run(twice, "cell-7").lines[0]


def test_a_front_end_that_does_not_name_its_cells_is_told_by_the_title(kernel):
    assert kernel.run(cell("plain", "Trơn", "Plain")).error is None
    assert kernel.run(cell("plain", "Trơn", "Plain", status="completed_late")).error is None
    assert "taken" in kernel.run(cell("plain", "Đổi", "Changed")).lines[0]


def test_a_cell_that_was_moved_and_has_a_new_id_replaces_its_indicator(kernel):
    assert kernel.run(cell("moved", "Chuyển", "Moved"), "cell-8").error is None
    assert kernel.run(cell("moved", "Chuyển", "Moved"), "cell-9").error is None


def test_a_cell_copied_unchanged_is_told_until_it_has_another_name(kernel):
    (card,) = kernel.run(cell("copied", "Sao chép", "Copied"), "cell-11").html
    assert "Two cells define" not in card
    (card,) = kernel.run(cell("copied", "Sao chép", "Copied"), "cell-12").html
    assert (
        "Two cells define the indicator “copied”. If the other one is still there, change" in card
    )
    before = own(kernel)
    titled = kernel.run(cell("of_the_copy", "Sao chép", "Another"), "cell-12")
    assert titled.lines == [
        "Indicator “of_the_copy”: the title “Sao chép” already belongs to “copied”; give this one other titles, "
        "vi=… and en=…."
    ]
    (card,) = kernel.run(cell("of_the_copy", "Bản sao", "The copy"), "cell-12").html
    assert "Two cells define" not in card
    assert own(kernel) == [*before, "of_the_copy"]
    assert kernel.run(cell("mended", "Sao chép, sửa", "Copied, mended"), "cell-11").error is None
    assert own(kernel) == [*before[:-1], "mended", "of_the_copy"]


def test_tables_show_a_new_indicator_as_soon_as_they_are_run_again(kernel):
    kernel.run(cell("fresh", "Mới tinh", "Brand new"), "cell-10")
    official = {each.id: each.source for each in nbformat.read(NOTEBOOK, 4).cells}
    for table in ("summary-table", "sources-all", "definitions-table"):
        assert "Brand new" in kernel.run(official[table]).html[0], table


# Tables


def number_of(ran):
    """The number under which a table stands on the page."""
    return int(re.search(r"Table (\d+)", ran.html[0])[1])


def shown(name, title, rows="[1]"):
    frame = f"__import__('pandas').DataFrame({{'a': {rows}}})"
    return f'report.show({frame}, name="{name}", vi="{title} (vi)", en="{title}")'


def test_a_table_that_is_run_again_is_replaced_and_keeps_its_number(kernel):
    first = number_of(kernel.run(shown("mine", "Mine"), "table-1"))
    assert number_of(kernel.run(shown("other", "Other"), "table-2")) == first + 1
    again = kernel.run(shown("mine", "Mine, better", "[7]"), "table-1")
    assert number_of(again) == first
    assert "Mine, better" in again.html[0]
    assert number_of(kernel.run(shown("renamed", "Mine"), "table-1")) == first
    (kept,) = kernel.run("[table.name for table in report.tables]").html
    assert ast.literal_eval(kept)[first - 1 :] == ["renamed", "other"]
    assert number_of(kernel.run(shown("third", "Third"), "table-3")) == first + 2


def test_a_table_of_another_cell_under_the_same_name_is_told_and_changes_nothing(kernel):
    kernel.run(shown("taken", "Kept"), "table-4")
    before = kernel.run("report.tables").html
    ran = kernel.run(shown("taken", "Of another cell"), "table-5")
    assert ran.lines == [
        "Table “taken”: the name is already taken (“Kept”); give this table another name or title, "
        "and show each table only once."
    ]
    assert kernel.run("report.tables").html == before
    twice = shown("twice", "Twice") + "\n" + shown("twice", "Twice")
    assert "taken" in kernel.run(twice, "table-6").lines[0]


def test_a_cell_copied_unchanged_is_noticed_until_it_has_another_name(kernel):
    first = kernel.run(shown("copied", "Copied"), "table-7")
    assert "already in another cell" not in first.html[0]
    copy = kernel.run(shown("copied", "Copied"), "table-8")
    assert "The table “copied” is already in another cell." in copy.html[0]
    assert number_of(copy) == number_of(first)
    again = kernel.run(shown("copied", "Copied"), "table-8")
    assert "already in another cell" not in again.html[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("def overdue_share", "def overdue_share", "“overdue_share” is already used in cell "),
        ("def overdue_share", "def mine", "“Tỷ lệ quá hạn” is already used in cell "),
    ],
)
def test_an_indicator_copied_unchanged_is_told_before_anything_runs(tmp_path, old, new, told):
    notebook = nbformat.read(NOTEBOOK, 4)
    number, copied = next((n, it) for n, it in enumerate(notebook.cells, 1) if old in it.source)
    copy = nbformat.v4.new_code_cell(copied.source.replace(old, new), id="copy")
    notebook.cells.insert(number, copy)
    nbformat.write(notebook, tmp_path / "copied.ipynb")
    with pytest.raises(InputError) as refused:
        notebook_check.check_notebook(tmp_path / "copied.ipynb")
    (problem,) = refused.value.problems
    assert f"cell {number + 1}: {told}{number}; give this one another name and title." in problem.en


def test_a_table_that_two_cells_show_is_told_before_anything_runs(tmp_path):
    office = SmallOffice.in_folder(tmp_path, "2023Q3", rows=12)
    notebook = nbformat.read(NOTEBOOK, 4)
    shown = next(cell for cell in notebook.cells if 'name="status"' in cell.source)
    copy = nbformat.v4.new_code_cell(shown.source, id="copy")
    notebook.cells.insert(-1, copy)
    nbformat.write(notebook, tmp_path / "copied.ipynb")
    ran = office.run("2023Q3", "--notebook", str(tmp_path / "copied.ipynb"))
    assert ran.returncode == 2
    assert f"cell {len(notebook.cells) - 1}: “status” is already used in cell " in ran.stderr


def test_every_example_of_the_guide_works_in_the_notebook(kernel):
    for number, source in enumerate(blocks(ADDING, "python")):
        ran = kernel.run(source, f"guide-{number}")
        assert ran.error is None, f"{source}\n{ran.lines}"
        if source.startswith("@indicator"):
            assert "indicator-card" in ran.html[0], source
        else:
            assert ran.html, source
