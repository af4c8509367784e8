"""What is computed once: for each state of the files it is read from, or as long as the object lives that computes it."""

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Found = TypeVar("Found")


def for_each_file(kept: int) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Keep so many results of a function, each for as long as the files among its arguments stay what they are."""

    def keep(read: Callable[..., Found]) -> Any:
        @lru_cache(maxsize=kept)
        def remembered(_modified: tuple[int, ...], given: Any) -> Found:
            return read(*given)

        @wraps(read)
        def known(*given: object) -> Found:
            files = (each for each in given if isinstance(each, Path) and each.is_file())
            return remembered(tuple(file.stat().st_mtime_ns for file in files), given)

        known.__dict__["cache_info"] = remembered.cache_info
        return known

    return keep


def for_each_object(method: Callable[Given, Found]) -> Callable[Given, Found]:
    """Keep what a method gives, for as long as its object lives."""

    @wraps(method)
    def known(own: Any, *given: Any) -> Found:
        results: dict[tuple[Any, ...], Found] = vars(own).setdefault("_kept", {})
        key = (method, *given)
        if key not in results:
            results[key] = method(own, *given)  # type: ignore[call-arg]
        return results[key]

    kept: Any = known
    return kept
