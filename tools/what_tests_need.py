"""What the tests need of a machine: a Chromium, Pango (PDF), LibreOffice (Word) and git; found, or brought where that is allowed.

    python tools/what_tests_need.py

By apt, as root or where sudo asks for no password; else the browser alone, by Playwright, inside `.venv`. What can be
had in no way is said, with the reason; the tests that need it are then skipped, and counted.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", "0")  # beside the package, and gone with `.venv`
PACKAGES = {
    "git": ["git"],
    "Pango": ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"],
    "LibreOffice": ["libreoffice-writer-nogui"],
    "Chromium": ["libatomic1", "chromium"],  # the first for Playwright itself
}
NO_INSTALL = "neither root nor sudo without a password, so that apt cannot install anything here"
HINT = "not on this machine; `python tools/what_tests_need.py` brings it, or says why it cannot"


def chromium() -> str | None:
    """Where a Chromium is that starts: the system's, else Playwright's own; none where Playwright itself does not."""
    if not _starts(sys.executable, "-m", "playwright"):
        return None
    names = ("chromium", "chromium-browser", "google-chrome") if os.name == "posix" else ()
    found = (path for name in names if (path := shutil.which(name)))
    return next((path for path in found if _starts(path)), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _starts(path) else None


def _starts(*command: str) -> bool:
    """Whether it does: Ubuntu's package is a word about snap, and a download may lack the system's libraries."""
    try:
        told = subprocess.run([*command, "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return told.returncode == 0


def has_pango() -> bool:
    """Whether WeasyPrint will find Pango; off Linux it looks in more places than these, and is asked itself."""
    if sys.platform != "linux":
        from reporting.pages import render
        from reporting.text.errors import InputError

        try:
            render.check_pdf()
        except InputError:
            return False
        return True
    try:
        for library in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_here(need: str) -> bool:
    """Whether this machine has it."""
    return bool(
        has_pango()
        if need == "Pango"
        else chromium()
        if need == "Chromium"
        else shutil.which(need.lower())
    )


def missing() -> list[str]:
    """What of it is not here."""
    return [need for need in PACKAGES if not is_here(need)]


def _run(*command: str) -> str:
    """Run a command; its last words where it fails, else nothing."""
    told = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines = [line for line in told.stdout.splitlines() if line.strip()] or ["no word why"]
    errors = [line for line in lines if line.startswith(("E:", "Error:"))] or lines
    return f"`{' '.join(command)}` failed: {errors[-1].strip()}" if told.returncode else ""


def _as_root() -> list[str] | None:
    """What goes before a command to run it as root; nothing says that this user may not."""
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and not _run("sudo", "-n", "true") else None


def _by_apt(needs: list[str]) -> list[str]:
    if not shutil.which("apt-get"):
        return ["no apt-get here"]
    before = _as_root()
    if before is None:
        return [NO_INSTALL]
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    why = [_run(*apt, "update")]
    for need in needs:  # one by one: what one release does not have keeps no other from coming
        why.append(_run(*apt, "install", "-y", "--no-install-recommends", *PACKAGES[need]))
    return why


def _by_playwright() -> str:
    return _run(sys.executable, "-m", "playwright", "install", "--no-shell", "chromium")


def main() -> None:
    """Bring what is missing, and say what could not be had."""
    needs = missing()
    if not needs:
        return
    print(f"Bringing what the tests need: {', '.join(needs)}", file=sys.stderr)
    why = _by_apt(needs)
    of_browser = _by_playwright() if "Chromium" in needs and not chromium() else ""
    for need in missing():
        told = [*why, of_browser if need == "Chromium" else ""]
        reasons = "; ".join(reason for reason in told if reason) or "installed, but does not start"
        print(f"No {need}: its tests will be skipped. Reason: {reasons}", file=sys.stderr)


if __name__ == "__main__":
    main()
