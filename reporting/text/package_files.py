"""What stands in files of a package beside its code: data in YAML, templates of Jinja."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # PyYAML may be built without libyaml


@cache
def data_of(package: str, name: str = "texts") -> Any:
    """What a YAML file of a package holds."""
    file = files(f"reporting.{package}") / f"{name}.yaml"
    return yaml.load(file.read_text("utf-8"), Loader)


@cache
def template_of(package: str, name: str) -> Any:
    """A Jinja template of a package; in XML every value is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # slow to import

    loader, xml = PackageLoader(f"reporting.{package}", "."), name.endswith(".xml")
    form = Environment(loader=loader, autoescape=xml, undefined=StrictUndefined, trim_blocks=True)
    return form.get_template(f"{name}.j2")
