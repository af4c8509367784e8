"""What speaks for an export that is incomplete: units without tasks, or far fewer tasks than in the compared quarter."""

from collections.abc import Iterator

import pandas as pd

from reporting.report.workspace import Inputs
from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts

_TEXT = texts(__name__)

SHOWN = 3


def notes(inputs: Inputs) -> Iterator[BilingualText]:
    """Notice what is missing beside the compared quarter, or the last one where that is not there."""
    now = inputs.tables[inputs.quarter]
    loaded = (inputs.params.compared, inputs.quarter.shift(-1))
    before = next((quarter for quarter in loaded if quarter in inputs.tables), None)
    if before is None:
        return
    then = inputs.tables[before]
    called = wording.quarter(before)
    if 2 * len(now) < len(then):
        yield _TEXT.fewer.format(wording.tasks(len(now)), called, wording.tasks(len(then)))
    silent = _existing(inputs)
    silent = silent[silent.index.isin(set(then["unit"].unique()) - set(now["unit"].unique()))]
    if count := len(silent):
        yield _TEXT.silent.format(
            BilingualText(
                wording.number(count).vi, f"{wording.number(count).en} unit{'s' * (count > 1)}"
            ),
            called,
            BilingualText(_some(silent["name_vi"].tolist()), _some(silent["name_en"].tolist())),
            "has" if count == 1 else "have",
        )


def _existing(inputs: Inputs) -> pd.DataFrame:
    """The units there are all through the quarter; one that was founded or merged in it may well have no tasks."""
    units, quarter = inputs.history.units, inputs.quarter
    gone = (units["valid_from"] > pd.Timestamp(quarter.first_day)) | (
        units["valid_to"] < pd.Timestamp(quarter.last_day)
    )
    return units[~gone]


def _some(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
