"""JupyterLab in a real browser: run from the top, an indicator typed into a new cell, its card below it at once."""

import json
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from browser import PATIENCE, expect, launched
from small_office import ROOT, VIETNAMESE, BriefOffice, values_of

TYPED = '''@indicator(vi="Hoàn thành trong 7 ngày", en="Completed within 7 days", unit="%",
example=({"assigned_on": ["2023-07-01"] * 2, "completed_on": ["2023-07-05", "2023-07-20"]}, 50.0))
def within_a_week(tasks):
"""Tasks completed within 7 days of being assigned."""
return share((tasks["completed_on"] - tasks["assigned_on"]).dt.days <= 7)'''
# Every cell is drawn, so that a test finds it wherever the window is; no question about news lies over the
# cells; and what is in the file was saved by a person.
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false"},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}
# Parts of it that these tests do not touch, and that a browser would take seconds to load.
WITHOUT = ["jupyter_lsp", "jupyter_server_terminals", "nbdime"]
# JupyterLab's kernel itself is asked: the indicator beside its name says "idle" before there is one, and whoever runs
# cells then is asked which kernel to take, and has none of them run.
CONNECTED = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.sessionContext
    return session?.isReady && session.session?.kernel?.status === 'idle'
}"""
DONE = """() => {
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')].map(e => e.textContent)
    return prompts.length > 20 && prompts.every(text => /\\[\\d+\\]/.test(text))
}"""


class Office(BriefOffice):
    """One whose page has cards, tables and charts, in a notebook of its own to edit."""

    SECTIONS = ("headline", "summary", "units")

    @property
    def notebook(self):
        return self.root / "notebooks" / "report.ipynb"

    def joined(self, cells):
        return cells  # as people have them: each indicator in one of its own


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A small office whose 2023Q3 is built."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "notebooks").mkdir()
    quarters = ("2022Q3", "2023Q2", "2023Q3")
    office = Office.in_folder(folder, *quarters, params=VIETNAMESE)
    ran = office.run("2023Q3")
    assert ran.returncode == 0, ran.stderr
    return office


@pytest.fixture(scope="module")
def address(office):
    """JupyterLab, as `make lab` starts it but without a browser of its own; the address of the notebook in it."""
    token, home = secrets.token_hex(8), office.root / "home"
    for plugin, settings in SETTINGS.items():
        path = home / "settings" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    folders = office.folders.environment()
    places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime", "JUPYTER_DATA_DIR": "data",
              "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}  # fmt: skip
    own = {name: str(home / folder) for name, folder in places.items()}
    own["PATH"] = str(Path(sys.executable).parent)  # where Node is, JupyterLab starts it five times
    # `reporting` says which of JupyterLab's libraries need not be imported.
    lab = "import reporting; from jupyterlab.labapp import main; main()"
    command = [sys.executable, "-c", lab, "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
               "--ServerApp.port=0", f"--IdentityProvider.token={token}",
               f"--ServerApp.root_dir={office.root / 'notebooks'}",
               "--LabApp.expose_app_in_browser=True", "--LabApp.labextensions_path=[]",
               *(f"--ServerApp.jpserver_extensions={part}=False" for part in WITHOUT),
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    log = (office.root / "lab.log").open("w")
    server = subprocess.Popen(
        command,
        env={**os.environ, **folders, **own, "PYTHONPATH": str(ROOT)},
        stdout=log,
        stderr=log,
    )
    try:
        yield f"{started(server, home / 'runtime')}lab/tree/report.ipynb?token={token}"
    finally:
        server.terminate()
        server.wait(PATIENCE)
        log.close()


def started(server, runtime):
    """Where JupyterLab answers; it writes the port it found free into its runtime folder."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert server.poll() is None, "JupyterLab ended"
        for file in runtime.glob("jpserver-*.json"):
            try:
                told = json.loads(file.read_text("utf-8"))
                urlopen(f"{told['url']}api?token={told['token']}", timeout=5).read()
                return told["url"]
            except (ValueError, OSError):  # half written; not listening yet
                continue
        time.sleep(0.1)
    raise AssertionError("JupyterLab does not answer")


@pytest.fixture(scope="module")
def lab(address):
    """The notebook open in JupyterLab, every cell run from the top."""
    with launched() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(address)
        page.wait_for_function(CONNECTED)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_function(DONE, polling=200)
        yield page


def texts(page, selector):
    """The words of an element, however they are broken into lines."""
    return [" ".join(text.split()) for text in page.locator(selector).all_inner_texts()]


def test_run_from_the_top_it_shows_what_the_command_builds(lab, office):
    with lab.context.browser.new_context() as context:
        built = context.new_page()
        built.goto((office.output / "2023Q3" / "report.vi.html").as_uri())
        for selector in (
            ".lede",
            ".cards .card",
            "#table-summary th, #table-summary td",
            "#table-units td",
            "figcaption",
        ):
            published = texts(built, selector)
            assert published, selector
            shown = lab.locator(f".jp-Notebook {selector.replace(', ', ', .jp-Notebook ')}")
            expect(shown).to_have_text(published, use_inner_text=True)
        for selector, property in (
            (".lede", "font-size"),
            ("td.num", "text-align"),
            ("caption", "font-weight"),
            (".cards", "display"),
        ):
            style = f"e => getComputedStyle(e).getPropertyValue('{property}')"
            assert lab.locator(f".jp-Notebook {selector}").first.evaluate(style) == built.locator(
                selector
            ).first.evaluate(style)
    assert not lab.locator(".jp-Notebook [data-mime-type='application/vnd.jupyter.error']").count()


def test_an_indicator_typed_into_a_new_cell_shows_its_card(lab):
    last = lab.locator(".jp-CodeCell", has_text="def median_days_late")
    last.locator(".cm-content").click()
    lab.keyboard.press("Escape")
    lab.keyboard.press("b")
    lab.keyboard.press("Enter")
    expect(lab.locator(".jp-Notebook .jp-CodeCell.jp-mod-active .cm-content")).to_be_focused()
    for line in TYPED.splitlines():
        lab.keyboard.insert_text(line)  # by keys, all would be drawn four hundred times
        if line != TYPED.splitlines()[-1]:
            lab.keyboard.press("Enter")
    lab.keyboard.press("Control+Enter")
    card = lab.locator("#card-within_a_week")
    expect(card).to_be_visible()
    for part in (
        "Hoàn thành trong 7 ngày",
        "Cùng kỳ năm trước",
        "Tử số / mẫu số",
        "đơn vị",
        "✓ đúng, ra 50,0%",
    ):
        expect(card).to_contain_text(part)
    assert card.locator("svg.sparkline").count() == 1


def test_editing_the_title_and_running_again_replaces_it(lab):
    cell = lab.locator(".jp-CodeCell", has_text="def within_a_week")
    cell.locator(".cm-line", has_text="Hoàn thành trong 7 ngày").click()
    lab.keyboard.press("Home")
    lab.keyboard.insert_text(
        '@indicator(vi="Xong trong một tuần", en="Done within a week", unit="%",'
    )
    lab.keyboard.press("Shift+End")
    lab.keyboard.press("Delete")
    lab.keyboard.press("Control+Enter")
    expect(lab.locator("#card-within_a_week")).to_contain_text("Xong trong một tuần")
    summary = lab.locator(".jp-CodeCell", has_text='name="summary"')
    summary.locator(".cm-content").click()
    lab.keyboard.press("Control+Enter")
    expect(lab.locator("#table-summary")).to_contain_text("Xong trong một tuần")


def test_a_mistake_is_one_line_below_the_cell(lab):
    cell = lab.locator(".jp-CodeCell", has_text="def within_a_week")
    cell.locator(".cm-line", has_text="return share").click()
    lab.keyboard.press("End")
    lab.keyboard.type(" + 1")
    lab.keyboard.press("Control+Enter")
    error = cell.locator(
        "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
    )
    expect(error).to_be_visible()
    assert "within_a_week" in error.inner_text()
    assert len(error.inner_text().strip().splitlines()) == 1
    cell.locator(".cm-line", has_text="return share").click()
    lab.keyboard.press("End")
    for _ in " + 1":
        lab.keyboard.press("Backspace")
    lab.keyboard.press("Control+Enter")
    expect(lab.locator("#card-within_a_week")).to_be_visible()


def test_saved_the_command_builds_with_the_new_indicator(lab, office):
    with lab.expect_response(
        lambda answer: answer.request.method == "PUT" and "/api/contents/report.ipynb" in answer.url
    ) as saved:
        lab.keyboard.press("Control+s")
    assert saved.value.ok
    assert "within_a_week" in office.notebook.read_text("utf-8")
    ran = office.run("2023Q3")
    assert ran.returncode == 0, ran.stderr
    found = {row["indicator"] for row in values_of(office.output / "2023Q3")}
    assert "within_a_week" in found
    assert "card-within_a_week" not in (office.output / "2023Q3" / "report.vi.html").read_text(
        "utf-8"
    )
    assert "Xong trong một tuần" in (office.output / "2023Q3" / "report.vi.html").read_text("utf-8")
