"""Days that an English Excel has read month first: 3/7 became 7 March, and nothing in the cell says so."""

import numpy as np

FEW_DAYS, FEW_MONTHS = 5, 3  # fewer different ones may be chance


def find_among_texts(days: np.ndarray, real: np.ndarray) -> np.ndarray:
    """Say which of a column's different days were turned where some are real dates and the others were left as text.

    An English Excel reads month first what can be read so, days up to the 12th, and leaves all others as they are.
    """
    day = (days - days.astype("datetime64[M]")).astype(int) + 1
    left = ~real & ~np.isnat(days)
    split = np.unique(days[real]).size >= FEW_DAYS <= np.unique(days[left]).size
    return real & (split and day[real].max() <= 12 < day[left].min())


def find(days: np.ndarray) -> np.ndarray:
    """Say which of a column's days (datetime64[D]) were turned, as the days that cannot be show it.

    A day after the 12th cannot be turned, so that its month is right. Turned are the others that stand in none of
    these months and would, the other way round, where at least half of the others do: many days, of several months.
    """
    months = days.astype("datetime64[M]")
    month, day = months.astype(int) % 12 + 1, (days - months).astype(int) + 1
    blank = np.isnat(days)
    sure = np.unique(months[~blank & (day > 12)])
    other_way = days.astype("datetime64[Y]").astype("datetime64[M]") + np.where(blank, 1, day) - 1
    may_be = ~blank & (day <= 12) & (day != month)
    turned = may_be & ~np.isin(months, sure) & np.isin(other_way, sure)
    different = np.unique(days[turned])
    enough = (
        len(different) >= FEW_DAYS
        and len(np.unique(months[turned])) >= FEW_MONTHS
        and 2 * len(different) >= len(np.unique(days[may_be]))
    )
    return turned if enough else np.zeros(len(days), dtype=bool)
