"""A small office with reports that look published, so that plans can be tested without executing anything."""

from __future__ import annotations

from pathlib import Path

from small_office import ROOT, SmallOffice

from reporting.building import manifest, planning
from reporting.building.planning import Job
from reporting.inputs import digests
from reporting.inputs.folders import Folders
from reporting.inputs.input_files import input_files
from reporting.text.errors import InputError
from reporting.text.quarter import Quarter

QUARTERS = ("2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4")
FILES = ("indicators.csv", "report.en.html", "report.en.ipynb", "report.vi.html", "report.vi.ipynb")


class PublishedOffice:
    """Six quarters' reports, in folders of its own; code, lock and notebook are stand-ins that may change."""

    def __init__(self, root: Path, monkeypatch) -> None:
        self.office = SmallOffice.in_folder(root, *QUARTERS, rows=3)
        self.root = root
        (root / "data" / "README.md").write_text("Where it comes from.", "utf-8")
        (root / "params" / "common.yaml").write_text("synthetic: true\n", "utf-8")
        self.notebook = root / "notebook.ipynb"
        self.notebook.write_bytes((ROOT / "notebooks" / "quarterly_report.ipynb").read_bytes())
        self.code, self.lock = root / "code", root / "requirements.lock"
        (self.code / "html_template").mkdir(parents=True)
        (self.code / "cube.py").write_text("CELLS = 1\n", "utf-8")
        (self.code / "html_template" / "page.css").write_text("p {}\n", "utf-8")
        self.lock.write_text("click==8.1.0\n", "utf-8")
        monkeypatch.setattr(digests, "CODE", self.code)
        monkeypatch.setattr(digests, "LOCK", self.lock)

    @property
    def folders(self) -> Folders:
        root = self.root
        return Folders(
            self.notebook, root / "params", root / "data", root / "output", root / "cache"
        )

    def job(self, quarter: str) -> Job:
        found = input_files(self.folders, Quarter.parse(quarter))
        return Job(found, digests.build_inputs(found))

    def publish(self) -> None:
        """Leave every quarter's folder as building it would, with stand-ins for its files."""
        for quarter in QUARTERS:
            job = self.job(quarter)
            files = {name: f"{name} of {quarter}\n".encode() for name in FILES}
            files[manifest.NAME] = manifest.write(job.build_inputs, {"Python": "3.11.9"}, files)
            job.target.mkdir(parents=True)
            for name, content in files.items():
                (job.target / name).write_bytes(content)

    def why(self) -> dict[str, str]:
        """The quarters to be built, and why."""
        found = {}
        for quarter in QUARTERS:
            try:
                reasons = planning.plan(self.job(quarter)).reasons
            except InputError as error:
                reasons = error.problems
            if reasons:
                found[quarter] = "; ".join(reason.en for reason in reasons)
        return found
