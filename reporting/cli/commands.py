"""The commands; each says what it does, hands over, and turns what went wrong into words and an exit code."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click_default_group import DefaultGroup

from reporting.cli import arguments
from reporting.cli.errors import DIFFERS, DONE, exit_with_message, tell, with_folders
from reporting.cli.usage import said, translate
from reporting.text.bilingual import BilingualText, user_language, visible

# JupyterLab brings a checker of addresses that jsonschema imports along with everything else, and that takes a
# second to compile its grammar; notebooks are not checked for addresses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


translate()
OPTIONS = said("[TÙY CHỌN]", "[OPTIONS]")
QUARTERS = said("QUÝ...", "QUARTERS...")


@click.group(
    cls=DefaultGroup,
    default="build",
    default_if_no_args=False,
    options_metavar=OPTIONS,
    subcommand_metavar=said("LỆNH [THAM SỐ]...", "COMMAND [ARGS]..."),
    help=said(
        "Lập báo cáo quý: python run_report.py 2023Q3.",
        "Build the quarterly report: python run_report.py 2023Q3.",
    ),
)
@click.version_option(package_name="quarterly-reporting")
def main() -> None:
    """All commands; what is no command's name is a quarter to build."""


def _command(vi: str) -> Callable[[Callable[..., None]], click.Command]:
    """Add a command; its help is its docstring, and `vi` in Vietnamese."""
    return main.command(help=said(vi, "") or None, options_metavar=OPTIONS)


@_command(
    "Kiểm tra, chạy và trình bày báo cáo của các QUÝ: 2023Q3, 2022Q3..2023Q3, hoặc 2023Q1-Q3 cho 9 tháng."
)
@click.argument("quarters", nargs=-1, required=True, metavar=QUARTERS)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar=said("MÃ", "CODE"),
    help=said(
        "Báo cáo riêng của một đơn vị theo mã; `all` là mọi đơn vị có công việc.",
        "One unit's report by its code, or `all` for every unit with tasks.",
    ),
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar=said("SỐ", "NUMBER"),
    help=said("Số trang lập cùng lúc.", "How many pages at a time."),
)
@click.option(
    "--cluster",
    metavar="tcp://HOST:8786",
    help=said(
        "Lập trên một cụm máy Dask đang chạy (docs/cluster.md).",
        "Build on a running Dask cluster (docs/cluster.md).",
    ),
)
@click.option(
    "--engine",
    type=click.Choice(["warm", "kernel"]),
    default="warm",
    help=said("Bộ máy chạy các ô của sổ tay.", "What executes the cells."),
)
@click.option(
    "--pdf",
    is_flag=True,
    help=said(
        "Ghi mỗi trang thêm dạng PDF có thẻ (PDF/UA).",
        "Write each page also as a tagged PDF (PDF/UA).",
    ),
)
@click.option(
    "--docx",
    is_flag=True,
    help=said("Ghi mỗi trang thêm dạng văn bản Word.", "Write each page also as a Word document."),
)
@click.option(
    "--force",
    is_flag=True,
    help=said("Lập lại dù không có gì thay đổi.", "Build also when nothing has changed."),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=said(
        "Cho biết sẽ lập gì và vì sao, không chạy gì.",
        "Say what would be built and why; execute nothing.",
    ),
)
@click.option(
    "--watch",
    is_flag=True,
    help=said(
        "Lập lại mỗi khi lưu tệp, đến khi bấm Ctrl-C.", "Build again at every save, until Ctrl-C."
    ),
)
@click.option(
    "--revise",
    metavar=said('"LÝ DO"', '"REASON"'),
    help=said(
        "Điều chỉnh báo cáo đã công bố, vì lý do này.",
        "Revise a report that was released, for this reason.",
    ),
)
@exit_with_message
@with_folders
def build(
    quarters: tuple[str, ...],
    units: tuple[str, ...],
    cluster: str | None,
    watch: bool,
    **options: Any,
) -> int:
    """Check, execute and render the reports of QUARTERS: 2023Q3, 2022Q3..2023Q3, or 2023Q1-Q3 for nine months."""
    arguments.check_is_no_command(quarters[0], main.commands)
    chosen, unit = arguments.quarters(quarters), arguments.one_unit(units)
    if cluster is not None:
        arguments.check_address(cluster)
    from reporting.building import batch
    from reporting.inputs import noticed

    def run() -> int:
        code = batch.run(chosen, unit=unit, cluster=cluster, say=tell, **options)
        for note in noticed.take():
            tell(note)
        return code

    if watch:
        from reporting.building import watch as watching

        return watching.watch(options["folders"], run, tell)
    return run()


@_command("Kiểm tra tham số, dữ liệu và sổ tay của các QUÝ, chưa chạy gì.")
@click.argument("quarters", nargs=-1, required=True, metavar=QUARTERS)
@exit_with_message
@with_folders
def check(quarters: tuple[str, ...], folders: Any) -> int:
    """Check params, data and notebook of QUARTERS; nothing is executed."""
    from reporting.building import checks

    for quarter in arguments.quarters(quarters):
        click.echo(visible(checks.check(folders, quarter)[user_language()]))
    return DONE


@_command("Kiểm tra các số liệu trong văn bản đã công bố (TỆP) có khớp nhau không.")
@click.argument(
    "file", required=False, metavar=said("[TỆP]", "[FILE]"), type=click.Path(path_type=Path)
)
@click.option(
    "--from-text",
    "text",
    type=click.Path(path_type=Path),
    metavar=said("TỆP.txt", "FILE.txt"),
    help=said(
        "Soạn nháp một tệp như vậy từ văn bản tiếng Việt.",
        "Draft such a file from Vietnamese prose.",
    ),
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=said("Kết quả là một đối tượng JSON.", "The result as one JSON object."),
)
@exit_with_message
def statement(file: Path | None, text: Path | None, as_json: bool) -> int:
    """Check the figures of a published statement FILE against each other."""
    from reporting import statement as checker

    arguments.check_one_file(file, text)
    if text is not None:
        prose = checker.read_prose(text)
        click.echo(visible(checker.draft(prose)), nl=False)
        for line in checker.unchecked(prose):
            tell(line)
        return DONE
    assert file is not None
    result = checker.check(checker.read(file))
    if as_json:
        click.echo(json.dumps(checker.as_json(result), ensure_ascii=False, indent=2))
    else:
        click.echo(visible(checker.as_terminal(result, user_language())))
    return DONE if result.agrees else DIFFERS


@_command(
    "So CŨ với MỚI (hai thư mục báo cáo, hoặc hai tệp indicators.csv): giá trị chỉ tiêu nào khác nhau."
)
@click.argument("old", metavar=said("CŨ", "OLD"), type=click.Path(path_type=Path))
@click.argument("new", metavar=said("MỚI", "NEW"), type=click.Path(path_type=Path))
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=said("Kết quả là một danh sách JSON.", "The differences as a JSON list of objects."),
)
@exit_with_message
def diff(old: Path, new: Path, as_json: bool) -> int:
    """Which indicator values differ between OLD and NEW: two reports' folders, or two indicators.csv."""
    from reporting.building import diff_table
    from reporting.indicators import diff as comparison

    differences = comparison.compare(comparison.read(old), comparison.read(new))
    if as_json:
        click.echo(json.dumps(comparison.as_json(differences), ensure_ascii=False, indent=1))
    else:
        click.echo(visible("\n".join(diff_table.lines(differences, user_language()))))
    return DIFFERS if differences else DONE


@_command("Lập lại báo cáo trong THƯ_MỤC ở một thư mục tạm và so từng byte.")
@click.argument("folder", metavar=said("THƯ_MỤC", "FOLDER"), type=click.Path(path_type=Path))
@exit_with_message
@with_folders
def verify(folder: Path, folders: Any) -> int:
    """Build the report in FOLDER again, in a temporary folder, and compare every byte."""
    from reporting.building import verify as verification

    tell(BilingualText("Đang lập lại {0}…", "Building {0} again…").format(folder))
    verdict = verification.verify(folder, folders)
    for line in verdict.lines(user_language()):
        click.echo(visible(line))
    return DONE if verdict.equal else DIFFERS


@_command("Ghi lại rằng báo cáo của QUÝ, như đã lập, là báo cáo được công bố.")
@click.argument("quarter", metavar=said("QUÝ", "QUARTER"))
@click.option("--by", metavar=said("TÊN", "NAME"), help=said("Ai công bố.", "Who releases it."))
@click.option(
    "--list",
    "listed",
    is_flag=True,
    help=said("Liệt kê các lần công bố của quý.", "List the quarter's releases."),
)
@exit_with_message
@with_folders
def release(quarter: str, by: str | None, listed: bool, folders: Any) -> int:
    """Record that the report of QUARTER as built is what is published."""
    from reporting.building import release as releasing
    from reporting.text.quarter import Quarter

    chosen = Quarter.parse(quarter)
    signer = arguments.signer(by, listed)
    if signer is None:
        lines = list(releasing.history(folders, chosen))
    else:
        lines = [releasing.release(folders, chosen, signer)]
    for line in lines:
        click.echo(line[user_language()])
    return DONE


@_command("Tạo tệp tham số của QUÝ, chép tiếp từ quý trước.")
@click.argument("quarter", metavar=said("QUÝ", "QUARTER"))
@exit_with_message
@with_folders
def new(quarter: str, folders: Any) -> int:
    """Write the params file of QUARTER, carried over from the last one."""
    from reporting.building import new_quarter, publish
    from reporting.text.quarter import Quarter

    chosen = Quarter.parse(quarter)
    click.echo(str(publish.shown(new_quarter.create(folders, chosen))))
    for remark in new_quarter.remarks(folders, chosen):
        tell(remark)
    tell(new_quarter.NEXT_STEPS.format(chosen, folders.data / str(chosen)))
    return DONE


@_command(
    "Tạo trong THƯ_MỤC tham số, danh mục đơn vị và sổ tay cho một cơ quan lập báo cáo của riêng mình."
)
@click.argument("folder", metavar=said("THƯ_MỤC", "DIR"), type=click.Path(path_type=Path))
@click.option(
    "--quarter",
    metavar=said("QUÝ", "QUARTER"),
    help=said(
        "Quý đầu tiên; không ghi thì là quý mới nhất trong params/.",
        "The first quarter; if not given, the newest in params/.",
    ),
)
@exit_with_message
def init(folder: Path, quarter: str | None) -> int:
    """Write into DIR the params, units, tiles and notebook of an office that answers for itself."""
    from reporting.building import new_office
    from reporting.text.quarter import Quarter

    first = Quarter.parse(quarter) if quarter else new_office.newest()
    for path in new_office.create(folder, first):
        click.echo(str(path))
    tell(new_office.NEXT_STEPS.format(folder, first, new_office.command(folder, first)))
    return DONE
