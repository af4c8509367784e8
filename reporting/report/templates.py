"""The HTML templates and style sheets of the report, and how they are filled."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reporting.charts import style
from reporting.tables.table import Table
from reporting.text import visible

FOLDER = Path(__file__).parent / "html_template"


def fill(name: str, **values: Any) -> str:
    """Fill a template; every value is escaped, and one that is missing is an error."""
    return _environment.get_template(name).render(**values)


@cache
def style_sheet(*names: str) -> str:
    """Style sheets joined, without the comments and indents that only their authors need."""
    lines = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names).splitlines()
    kept = (line.strip() for line in lines)
    return "\n".join(line for line in kept if line and not line.startswith("/*"))


def table(content: Table, language: str, number: int) -> str:
    """A table as HTML, numbered as in the report."""
    return fill("table.html.j2", table=content, language=language, number=number)


def component_style() -> str:
    """The look of sentences, figures, tables and charts, in a page and in JupyterLab alike."""
    return f"{style_sheet('components.css')}\n{fill('charts.css.j2', style=style)}"


def seen(value: Any) -> Any:
    """A text as every reader sees it: what would hide or turn a part of it is written out."""
    return type(value)(visible(value)) if isinstance(value, str) else value


_environment = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True,
    undefined=StrictUndefined, finalize=seen,
)  # fmt: skip
for _name in ("card.html.j2", "headline.html.j2", "table.html.j2"):
    _environment.get_template(_name)  # compiled once, before a process is forked for each notebook
