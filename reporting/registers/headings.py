"""What exports call their columns, and where in a sheet those headings are; what they call sources and statuses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache
from itertools import chain, pairwise, zip_longest

from reporting.inputs.office import Reading
from reporting.text import BilingualText, data_of, texts
from reporting.text.spelling import clean, key, loose_key, without_marks

_TEXT = texts(__name__)

DATA = data_of("registers", "names")
NAMES: dict[str, list[list[str]]] = DATA["headings"]
STATUSES: dict[str, list[str]] = DATA["statuses"]
_PLANNED = re.compile(DATA["planned"])
NEEDED = ("task_id", "title", "unit", "source", "assigned_on", "due_on")
EITHER = ("completed_on", "status")  # one of them will do
OWN = -2  # the rank of headings that an office names itself; -1 if the file adds a bracket
SEARCHED = 60  # rows in which the headings are looked for
SLIP = 0.87  # how like it must be to be the same but for a letter
NEAR = 0.8  # how like a name of a column a heading must be to be pointed at


@lru_cache(maxsize=10_000)  # of a file's first rows, each is asked about several times
def spelled(heading: str) -> str:
    """Return the form in which two spellings of one heading are equal."""
    text = key(heading.replace("_", " ")).rstrip(" :*.")
    return re.sub(r" ?([(\[]) ?", r" \1", text).replace(" )", ")").strip()


@lru_cache(maxsize=10_000)
def heading_key(heading: str) -> str:
    """Return that form without what a bracket adds at the end: (dd/mm/yyyy), (*)."""
    return re.sub(r" ?[(\[][^()\[\]]*[)\]]$", "", spelled(heading)).strip(" :*.")


_seen = lru_cache(maxsize=10_000)(clean)  # likewise
Known = Mapping[str, tuple[str, int]]
Cells = Sequence[str | None]  # a row of a sheet
USUAL: Known = {
    heading_key(name): (column, rank)
    for column, ranks in NAMES.items()
    for rank, names in enumerate(ranks)
    for name in names
}

_UNMARKED = {without_marks(name): name for name in USUAL}


def known(reading: Reading | None) -> Known:
    """Return the column and rank of every heading; what an office names itself goes before the usual names."""
    own = (*reading.headings, *reading.columns) if reading else ()
    return {
        **{heading_key(name): (column, OWN + 1) for column, names in own for name in names},
        **USUAL,
        **{heading_key(column): (column, 0) for column, _ in own},  # as Parquet files head it
        **{spelled(name): (column, OWN) for column, names in own for name in names},
    }


def meaning(heading: str, known: Known = USUAL) -> tuple[str, int]:
    """Return the column and rank of a heading: as it is written, else without its bracket if that leaves it the column."""
    if found := known.get(spelled(heading)):
        return found
    column, rank = known.get(heading_key(heading), ("", 0))
    # Ngày hoàn thành (dự kiến), Đơn vị (phối hợp)
    other = re.search(DATA["other"].get(column, "(?!)"), heading.casefold())
    return ("", 0) if other else (column, max(rank, OWN + 1))


@dataclass(frozen=True)
class Header:
    """The headings found in a sheet, and which column is which."""

    row: int  # the place of the first of its rows among those searched
    height: int  # 1 or 2
    places: dict[str, int]
    found: dict[str, str]  # each column's heading as written
    twice: dict[str, list[str]]
    all_found: tuple[str, ...]

    @cached_property
    def missing(self) -> list[BilingualText]:
        """The names of the needed columns that are not there, each with the heading that may be meant."""
        needed = [column for column in NEEDED if column not in self.places]
        either = [] if self.places.keys() & EITHER else list(EITHER)
        near = _near([*needed, *either], set(self.all_found) - set(self.found.values()))
        # … or what params give another meaning
        taken = {meaning(h)[0]: (own, h) for own, h in self.found.items()}

        def named(column: str) -> BilingualText:
            text = _TEXT.perhaps if column in near else _TEXT.called
            text = _TEXT.taken if column in taken else text
            own, heading = taken.get(column, ("", near.get(column)))
            return text.format(NAMES[column][0][0], column, heading, own)

        return [
            *map(named, needed),
            *([_TEXT.one_of.format(*map(named, either))] if either else []),
        ]

    @cached_property
    def unread(self) -> dict[str, str]:
        """The columns that are not there, but are meant, it seems, by a heading that is but for a slip one of their names."""
        found: dict[str, str] = {}
        for heading in self.all_found:  # in the file's order
            written = heading_key(heading)
            near = next(iter(get_close_matches(written, USUAL, 1, SLIP)), _UNMARKED.get(written))
            column = USUAL[near][0] if near else ""
            planned = column == "completed_on" and _PLANNED.search(heading.casefold())
            read = planned or heading in self.found.values()
            if column not in ("", *self.places, *found) and not read:
                found[column] = heading
        return found

    @property
    def nearly(self) -> bool:
        """Whether it may be of tasks, too: a column lacks, or some are misspelt; of an extract or a form more do."""
        there = {*self.places, *self.unread}
        return not self.complete and len({*NEEDED} - there) < 2 and not there.isdisjoint(EITHER)

    @property
    def complete(self) -> bool:
        """Whether every needed column is there, once."""
        return not self.missing and not self.twice


def match(headings: Cells, known: Known = USUAL, row: int = 0, height: int = 1) -> Header:
    """Say which of a row of headings is which column."""
    written = [_seen(heading or "") for heading in headings]
    by_column: dict[str, dict[int, list[int]]] = {}  # the places of each rank
    for place, heading in enumerate(written):
        column, rank = meaning(heading, known)
        by_column.setdefault(column, {}).setdefault(rank, []).append(place)
    best = {column: ranked[min(ranked)] for column, ranked in by_column.items() if column}
    places = {column: chosen[0] for column, chosen in best.items()}
    found = {column: written[place] for column, place in places.items()}
    twice = {c: [written[place] for place in best[c]] for c in best if len(best[c]) > 1}
    return Header(row, height, places, found, twice, tuple(filter(None, written)))


def find(rows: Sequence[Cells], known: Known = USUAL) -> Header:
    """Find the header among the first rows of a sheet, or what comes nearest: one row, or two where cells are merged."""
    searched = rows[:SEARCHED]
    twos = [*enumerate(pairwise(searched))]
    one = {at for at, pair in twos if _is_one_header(*pair, known)}
    halves = one | {at + 1 for at in one}  # neither is a header by itself
    headers = [match(row, known, at) for at, row in enumerate(searched) if at not in halves]
    pairs = [(at, p) for at, p in twos if at in one or halves.isdisjoint((at, at + 1))]
    headers += [match(_joined(*pair, known), known, at, 2) for at, pair in pairs]
    candidates = [header for header in headers if header.places]
    # one row goes before two with as much in them, the upper before the lower
    return max(candidates, key=lambda h: (len(h.places), -h.height, -h.row), default=match([]))


def _is_one_header(upper: Cells, lower: Cells, known: Known) -> bool:
    """Whether headings stand in both rows, merged downwards; or the lower has only parts, side by side from a heading with none to its right on."""
    again = [cell for cell in {*upper} & {*lower} if meaning(cell or "", known)[0]]
    own, below = ({at for at, cell in enumerate(r) if _seen(cell or "")} for r in (upper, lower))
    parts = [at + 1 in below - own if at in own else at - 1 in below for at in below]
    if (len(again) > 1 and upper != lower) or not (parts and all(parts)):
        return len(again) > 1 and upper != lower
    one, two = match(upper, known), match(_joined(upper, lower, known), known)
    apart = len({*one.places.values()} - below) > 1  # else it is a task, or a group of such
    return apart and len(two.places) >= len(one.places) and not two.twice


def _joined(upper: Cells, lower: Cells, known: Known) -> list[str]:
    """Return the headings of two rows: the lower cell, with the upper before it if need be."""
    joined, above = [], ""
    for place, (head, cell) in enumerate(zip_longest(upper, lower)):
        own, below = _seen(head or ""), _seen(cell or "")
        above = own or (above if below else "")  # a merged cell's text stands in its first column
        over = above if above != below else ""  # … or, merged downwards, in both
        if _PLANNED.search((aside := f"{below} ({over})").casefold()):
            below = aside  # Dự kiến above Ngày hoàn thành
        both, part = f"{over} {below}".strip(), f"{over} ({below})"
        named = [h for h in (both, below) if meaning(h, known)[0]]
        # what may stand in a bracket behind it may stand below it, where nothing there is named outright
        beneath = (f"{over} {_seen(each)}" for each in lower if each)
        done = below and meaning(over, known)[0] == "completed_on"
        if spelled(part) in known or (done and not any(meaning(it, known)[0] for it in beneath)):
            named.append(part)
        one_part = own and over and below and upper[place + 1 : place + 2] not in ([None], [""])
        unknown = part if one_part else both if own else below
        joined.append([*named, unknown][0])  # of several parts none stands for the whole
    return joined


def _near(columns: list[str], unknown: set[str]) -> dict[str, str]:
    """Return for missing columns the unknown heading most like one of its names, each for one column only."""
    bare = {heading: without_marks(heading_key(heading)) for heading in unknown}
    likely = sorted(
        (-alike.ratio(), column, heading)
        for column in columns
        for called in (*chain(*NAMES[column]), *DATA["also_called"][column])
        for name in [without_marks(heading_key(called))]
        for heading in unknown
        if (alike := SequenceMatcher(a=bare[heading], b=name)).real_quick_ratio() >= NEAR
    )
    near: dict[str, str] = {}
    for unlike, column, heading in likely:
        if -unlike >= NEAR and column not in near and heading not in near.values():
            near[column] = heading
    return near


class Vocabulary:
    """What a column may say: its codes in order, each with what stands for it; the first of these is shown."""

    def __init__(self, names: Mapping[str, Sequence[str]], *own: tuple[str, Sequence[str]]) -> None:
        self.codes = tuple(names)
        usual = ((code, (code, *called)) for code, called in names.items())
        named = [(loose_key(n), code) for code, called in (*own, *usual) for n in called]
        self._codes = dict(reversed(named))  # the first with a name has it
        shown = "; ".join(written[0] for written in names.values())
        # what a value may be: the usual Vietnamese names, and the codes
        self.expected = _TEXT.expected.format(shown, ", ".join(self.codes))
        self.unknown = _TEXT.unknown.format(self.expected)

    def meaning(self, text: str) -> str | BilingualText:
        """Return the code that a value stands for, or what is wrong with it."""
        return self._codes.get(loose_key(text), self.unknown)


def of_sources(reading: Reading) -> Vocabulary:
    """What an office's exports may say for a source."""
    return Vocabulary({code: names[1:] for code, names in reading.sources})


def of_statuses(reading: Reading) -> Vocabulary:
    """What they may say for a status; an office's own words go before the usual ones."""
    return Vocabulary(STATUSES, *reading.statuses)
