"""Help and wrong usage in the user's language: click speaks English only, and what it says is translated here."""

from importlib import import_module

from reporting.text.bilingual import BilingualText, user_language

# The modules of click that say something, each through its own `_` and `ngettext`.
MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
VIETNAMESE = {
    "Usage:": "Cách dùng:",
    "Options": "Tùy chọn",
    "Commands": "Lệnh",
    "Show this message and exit.": "Hiện hướng dẫn này.",
    "Show the version and exit.": "Cho biết phiên bản.",
    "%(prog)s, version %(version)s": "%(prog)s, phiên bản %(version)s",
    "Error: {message}": "Lỗi: {message}",
    "Try '{command} {option}' for help.": "Gõ '{command} {option}' để xem hướng dẫn.",
    "Missing command.": "Thiếu lệnh.",
    "Missing argument": "Thiếu tham số",
    "Missing option": "Thiếu tùy chọn",
    "No such option {name!r}.": "Không có tùy chọn {name!r}.",
    "Did you mean {possibility}?": "Có phải {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Có phải một trong: {possibilities}?",
    "Got unexpected extra argument ({args})": "Thừa tham số ({args}).",
    "Got unexpected extra arguments ({args})": "Thừa các tham số ({args}).",
    "Option {name!r} requires an argument.": "Tùy chọn {name!r} cần một giá trị.",
    "Option {name!r} does not take a value.": "Tùy chọn {name!r} không nhận giá trị.",
    "Invalid value: {message}": "Giá trị không đúng: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị của {param_hint} không đúng: {message}",
    # the only numbers that options take are whole
    "{value!r} is not a valid {number_type}.": "{value!r} không phải là một số nguyên.",
    "{value} is not in the range {range}.": "{value} nằm ngoài khoảng {range}.",
    "{value!r} is not one of {choices}.": "{value!r} không phải là một trong các giá trị: {choices}.",
}


def said(vi: str, en: str) -> str:
    """Return a help text in the user's language."""
    return BilingualText(vi, en)[user_language()]


def translate() -> None:
    """Have click speak Vietnamese where the user does.

    Click takes its words from gettext's catalogues, which are binary files found by the locale; `REPORT_LANGUAGE`
    goes before the locale here, and a table that can be read is worth more than a catalogue.
    """
    if user_language() != "vi":
        return
    for name in MODULES:
        module = import_module(f"click.{name}")
        for function, translated in (("_", _one), ("ngettext", _by_number)):
            if hasattr(module, function):
                setattr(module, function, translated)


def _one(message: str) -> str:
    return VIETNAMESE.get(message, message)


def _by_number(one: str, many: str, number: int) -> str:
    return _one(one if number == 1 else many)
