"""Every text that a module asks for is in its package's `texts.yaml`, in both languages, and none is left over."""

import ast
import string
from pathlib import Path

import pytest
import yaml

PACKAGE = Path(__file__).parents[1] / "reporting"
FILES = sorted(PACKAGE.glob("*/texts.yaml"))


def asked_for(module: Path) -> set[str]:
    """The keys that a module takes from its texts: `_TEXT.key`, `_TEXT.group("key")`."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "_TEXT":
            found.add(node.attr)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "_TEXT.group":
            found.add(ast.literal_eval(node.args[0]))
    return found - {"group"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_package_has_the_texts_that_its_modules_ask_for_and_no_other(file):
    sections = yaml.safe_load(file.read_text("utf-8"))
    asked = {
        ".".join(module.relative_to(file.parent).with_suffix("").parts): keys
        for module in file.parent.rglob("*.py")
        if (keys := asked_for(module))
    }
    assert {section: set(texts) for section, texts in sections.items()} == asked


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_each_text_is_in_both_languages_and_can_be_filled_in(file):
    for section, texts in yaml.safe_load(file.read_text("utf-8")).items():
        for key, entry in texts.items():
            for text in [entry] if "vi" in entry else entry.values():
                assert set(text) == {"vi", "en"}, (section, key)
                for half in text.values():
                    assert list(string.Formatter().parse(half)), (
                        section,
                        key,
                    )  # not blank, braces in pairs
