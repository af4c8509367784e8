"""What holds for every indicator of the notebook, also for one that was added a minute ago."""

import nbformat
import numpy as np
import pytest
from conftest import UNITS, layout_of, random_tasks
from small_office import NOTEBOOK, official_indicators

import reporting
from reporting.indicators import cube
from reporting.indicators.basis import Basis, Period
from reporting.indicators.mistakes import IndicatorError
from reporting.indicators.registry import registry
from reporting.text.codes import STATUSES
from reporting.text.quarter import Quarter

NAMES = list(official_indicators())
QUARTER = Quarter.parse("2023Q3")


@pytest.fixture(scope="module")
def indicators():
    """The indicators as the notebook's own cells define them."""
    before = list(registry)
    registry._by_name.clear()
    names = {name: getattr(reporting, name) for name in reporting.__all__ if name != "open_report"}
    for cell in nbformat.read(NOTEBOOK, 4).cells:
        if cell.cell_type == "code" and "@indicator" in cell.source:
            exec(cell.source, dict(names))
    defined = {each.name: each for each in registry}
    registry._by_name.clear()
    for each in before:
        registry.define(each)
    return defined


def values(indicator, tasks, year_ago=None):
    basis = Basis(tasks, Period.of(QUARTER), year_ago)
    return cube.compute(basis, [indicator], layout_of(UNITS))


def test_every_cell_of_the_notebook_defines_what_the_check_finds(indicators):
    assert list(indicators) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is_in_both_languages(indicators, name):
    indicator = indicators[name]
    assert all(text.strip() for text in (*indicator.title, *indicator.definition))
    assert indicator.definition.en.endswith(".")
    assert "vi:" not in indicator.definition.en


@pytest.mark.parametrize("name", NAMES)
def test_its_example_holds(indicators, name):
    indicators[name].check_example()


def test_no_example_would_hold_for_another_status(no_indicators):
    """An example that two statuses share would let the wrong one pass."""
    names = {name: getattr(reporting, name) for name in reporting.__all__ if name != "open_report"}
    tried = 0
    for cell in nbformat.read(NOTEBOOK, 4).cells:
        head, _, body = cell.source.partition("return ")
        for status in STATUSES:
            for other in set(STATUSES) - {status}:
                if "@indicator" in head and f'"{status}"' in body:
                    wrong = body.replace(f'"{status}"', f'"{other}"')
                    with pytest.raises(IndicatorError, match="the example should give"):
                        exec(f"{head}return {wrong}", dict(names))
                    tried += 1
    assert tried >= 4 * 9


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_does_not_matter(indicators, name, seed):
    tasks = random_tasks(seed, 60)
    shuffled = tasks.sample(frac=1, random_state=seed).reset_index(drop=True)
    first, second = (
        cube.as_csv(
            cube.against_plan(cube.compare(values(indicators[name], each, each), None), None)
        )
        for each in (tasks, shuffled)
    )
    assert first == second


@pytest.mark.parametrize("name", NAMES)
def test_groups_sources_and_units_make_up_the_whole(indicators, name):
    table = values(indicators[name], random_tasks(7, 80), random_tasks(8, 80))
    basis = Basis(random_tasks(7, 80), Period.of(QUARTER), random_tasks(8, 80))
    measure = indicators[name].measure(basis)
    kind = getattr(measure, "kind", getattr(measure, "operator", None))
    columns = {"count": ["value"], "total": ["value"], "share": ["numerator", "denominator"]}
    total = table.iloc[0]
    by_group = table[
        (table["unit_group"] != "_T") & (table["unit"] == "_T") & (table["source"] == "_T")
    ]
    by_source = table[(table["unit_group"] == "_T") & (table["source"] != "_T")]
    by_unit = table[table["unit"] != "_T"]
    for column in columns.get(kind, []):
        for part in (by_group, by_source, by_unit):
            assert part[column].sum() == pytest.approx(total[column])


@pytest.mark.parametrize("name", NAMES)
def test_a_share_lies_between_nothing_and_all(indicators, name):
    table = values(indicators[name], random_tasks(3, 50), random_tasks(4, 50))
    if indicators[name].is_share:
        assert table["value"].dropna().between(0, 100).all()
        assert (table["value"].isna() == (table["denominator"] == 0)).all()
    else:
        assert table["denominator"].isna().all()


@pytest.mark.parametrize("name", NAMES)
def test_a_quarter_without_tasks_gives_nothing_and_does_not_fail(indicators, name):
    nobody = random_tasks(1, 5).iloc[:0]
    value = values(indicators[name], nobody, nobody)["value"]
    assert (value.isna() | np.isclose(value, 0)).all()
