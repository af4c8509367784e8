"""Vietnamese briefing prose → figures in order, with what each is part of, a share of, a change on."""

from __future__ import annotations

import re

from reporting.statement import totals
from reporting.statement.asides import HIDDEN, UNIT, Aside, hide
from reporting.statement.findings import Found, Prose, unique, words_around
from reporting.statement.names import slug, state_of, topic_of
from reporting.statement.numbers import parse, tidy
from reporting.statement.phrases import (
    CHANGE,
    COMPARED,
    CONTINUED,
    COUNT_OF,
    DIFFERENCE,
    DOING,
    NO_BASE,
    NO_COUNT,
    NO_UNIT,
    OWN_BASE,
    SHARE,
    STOP,
    TOKEN,
    VAGUE,
    VAGUE_NUMBER,
)
from reporting.text.bilingual import BilingualText


def gather(text: str) -> Prose:
    """Read a text; every number in it ends as a figure, a share or change of one, or not placed."""
    printable = "".join(sign for sign in text if sign.isprintable() or sign in "\r\n\t\u00a0\u202f")
    text = _joined_lines(tidy(printable))
    hidden, asides = hide(text)
    return _Reader(text, hidden, asides).prose


def _joined_lines(text: str) -> str:
    """Let a list go on over its lines, and a broken line be one."""
    text = re.sub(r"[ ]*\r?\n[ ]*", "\n", text.strip())
    text = re.sub(r"(?<=[:;,])\n(?:[-+•*–] *)?", " ", text)
    text = re.sub(
        r"(?<=[^\n.!?:;])\n(\S)",
        lambda match: (" " if match[1].islower() or match[1] == "(" else "\n") + match[1],
        text,
    )
    return re.sub(r"(?m)^[-+•*–] +", "", text)


class _Reader:
    """Walks the tokens of a text once, with the lists that are open at each point."""

    def __init__(self, text: str, hidden: str, asides: list[Aside]) -> None:
        self.text, self.hidden = text, hidden
        self.prose = Prose(asides=asides)
        self.sentence, self.begun, self.done, self.seen = 0, 0, 0, 0
        self.after_end = 0
        self.open: list[tuple[Found, int, bool]] = []  # parent, depth of brackets, by listing
        self.depth = 0
        self.outside: list[Found | None] = []  # the last figure before each open bracket
        self.last: Found | None = None
        self.head: Found | None = None
        self.before: Found | None = None
        self.compared = ""
        for match in TOKEN.finditer(hidden):
            self.rest(match.start())
            self.step(match)
            self.seen = match.end()
            if match.lastgroup != "bracket":
                self.done = max(self.done, match.end())
        self.rest(len(hidden))
        totals.settle(self.prose)

    def rest(self, place: int) -> None:
        """No digit goes unmentioned: what no token takes, `COVID-19` or `3/4`, could not be placed."""
        for match in re.compile(r"\S*\d\S*").finditer(self.hidden, self.seen, place):
            self.unplaced(match, NO_UNIT)

    def step(self, match: re.Match[str]) -> None:
        kind = match.lastgroup
        if kind == "end":
            self.end(match.end())
        elif kind == "bracket":
            self.bracket(match[0])
        elif kind == "semicolon":
            if len(self.open) > 1 and self.open[-1][1] == self.depth:
                self.open.pop()
        elif kind == "opens":
            self.opens(match)
        elif kind == "pair" and all(parse(piece) for piece in match[0].split("/")):
            self.pair(match)
        elif parse(match[0]) is None:
            self.unplaced(match, NO_UNIT)
        elif match[0].endswith("%"):
            self.percent(match)
        else:
            self.number(match)

    def end(self, place: int) -> None:
        self.before = self.head or self.before
        self.sentence += 1
        self.begun, self.depth = place, 0
        self.open, self.outside, self.last, self.head = [], [], None, None

    def bracket(self, sign: str) -> None:
        self.depth = self.depth + 1 if sign == "(" else max(0, self.depth - 1)
        if sign == "(":
            self.outside.append(self.last)
            if self.last and not self.last.percent:
                self.open.append((self.last, self.depth, False))  # 196 nhiệm vụ (194 …, 02 …)
        else:
            self.open = [entry for entry in self.open if entry[1] <= self.depth]
            self.last = self.outside.pop() if self.outside else self.last

    def opens(self, match: re.Match[str]) -> None:
        parent = self.last or (self.before if match.start() - self.begun < 3 else None)
        if parent and not parent.percent:
            self.open.append((parent, self.depth, "gồm" in match[0].casefold()))

    def pair(self, match: re.Match[str]) -> None:
        """Read `196/198 nhiệm vụ`: a part of a total."""
        part, total = (piece.strip() for piece in match[0].split("/"))
        place, end = match.span()
        lead, after = self.before_words(place), self.after_words(end)
        unit = re.match(rf"\s*({UNIT})", self.hidden[end:], re.IGNORECASE)
        unit_name = unit[1] if unit else ""
        whole = self.add(total, place, end, topic_of(lead) or "", unit_name, None)
        state = state_of(lead, last=True) or state_of(after)
        self.last = self.add(
            part, place, end, lead if state_of(lead) else after or unit_name, "", whole
        )
        self.last.state = state

    def number(self, match: re.Match[str]) -> None:
        place, end = match.span("number")
        lead, after = self.before_words(place), self.after_words(end)
        counted = re.match(rf"\s*(?:[^\W\d]+ )?{UNIT}(?!\w)", self.hidden[end:], re.IGNORECASE)
        if CHANGE.search(lead):
            self.unplaced(match, DIFFERENCE)
        elif VAGUE.search(lead):
            self.unplaced(match, VAGUE_NUMBER)
        elif counted and re.search(r"so với|cùng kỳ", lead):
            self.add(match[0], place, end, lead, after, None)  # the other side of a comparison
        elif counted or COUNT_OF.search(lead) or re.match(DOING, after):
            self.last = self.add(match[0], place, end, lead, after, self.parent())
        else:
            if parent := self.parent():
                parent.gaps = True
            self.unplaced(match, NO_UNIT)

    def percent(self, match: re.Match[str]) -> None:
        place, end = match.span("number")
        lead, after = self.before_words(place), self.after_words(end)
        tail = self.hidden[end:]
        near = self.last if self.last and not self.last.percent else None
        if VAGUE.search(lead):
            self.unplaced(match, VAGUE_NUMBER)
        elif change := CHANGE.search(lead):
            self.change(match, f"{change[1]} {match[0]}", tail)
        elif state_of(lead) and (near is None or re.search(r"t[ỷỉ] lệ", lead)):
            self.last = self.add(match[0], place, end, lead, "", None)
        elif SHARE.search(lead) and near:
            own_base = OWN_BASE.match(tail)
            if near.shares or near.open_share or (own_base and state_of(own_base[1])):
                self.unplaced(match, NO_BASE)
            elif near.parent:
                near.shares.append(match[0])
            else:
                near.open_share = match[0], self.aside(match, NO_BASE)
        elif state_of(after):
            self.last = self.add(match[0], place, end, "", after, None)
        else:
            self.unplaced(match, NO_BASE)

    def change(self, match: re.Match[str], text: str, tail: str) -> None:
        if compared := COMPARED.match(tail):
            start = match.end()
            self.compared = self.text[start + compared.start(1) : start + compared.end(1)].strip()
        if self.last and not self.last.changes and not self.last.percent:
            self.last.changes.append((text, self.compared, compared is not None))
        else:
            self.unplaced(match, NO_COUNT)

    def parent(self) -> Found | None:
        return self.open[-1][0] if self.open else None

    def add(
        self, text: str, place: int, end: int, lead: str, after: str, parent: Found | None
    ) -> Found:
        state = state_of(after)
        if state:
            self.done = self.after_end  # these words are this number's, and not the next one's
        elif not (parent and after.strip()):
            state = state_of(lead, last=True)
        topic = topic_of(after) or topic_of(lead)
        name = "_".join(part for part in (topic, state) if part) or slug(f"{lead} {after}")
        if parent and not (topic and topic != parent.topic):
            topic = parent.topic
            name = "_".join(part for part in (topic, state or slug(after or lead)) if part)
        found = Found(
            unique(name + ("_share" if text.endswith("%") else ""), self.prose.figures),
            text,
            words_around(self.text, self.begun, place, end),
            place,
            self.sentence,
            state,
            topic,
            parent,
            by_listing=bool(parent and self.open and self.open[-1][2]),
        )
        self.prose.figures.append(found)
        found.total = totals.before(found, self.head, self.before)
        self.head = self.head or found
        return found

    def before_words(self, place: int) -> str:
        return self.hidden[max(self.begun, self.done) : place].casefold().replace(HIDDEN, "")

    def after_words(self, end: int) -> str:
        """The words that belong to a number: to the next comma, unless “trễ hạn” and such go on."""
        rest = self.hidden[end:]
        for stop in STOP.finditer(rest):
            unfinished = rest[: stop.start()].endswith("chưa hoàn thành")
            if stop[0] == "," and unfinished and CONTINUED.match(rest[stop.end() :]):
                continue
            rest = rest[: stop.start()]
            break
        rest = re.split(r"\d", rest)[0]
        self.after_end = end + len(rest)
        words = rest.casefold().replace(HIDDEN, "")
        return re.sub(rf"^\s*{UNIT}", "", words)

    def unplaced(self, match: re.Match[str], reason: BilingualText) -> None:
        self.prose.unplaced.append(self.aside(match, reason))

    def aside(self, match: re.Match[str], reason: BilingualText) -> Aside:
        words = words_around(self.text, self.begun, *match.span())
        return Aside(match.start(), f"{match[0]} … {words}", reason)
