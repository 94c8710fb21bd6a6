"""``kopa import SOURCE``: official statistics files to the tables of a scenario."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kopa_sim.cli.misread import FiniteRange, command, option
from kopa_sim.cli.shared import common_options, examples
from kopa_sim.cli.writable import refuse_unwritable
from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.scenario.findings import Findings

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_CODES = re.compile(r"[\d\s]+")
_FILES = click.argument("files", metavar="FILE...", nargs=-1, type=click.Path(path_type=Path))


def import_command(texts: Texts) -> click.Group:
    """Return the command with its sources."""

    @click.group(
        "import",
        help=texts("commands.import_help"),
        epilog=examples(
            texts,
            "kopa import statfin 11re.csv 12dq.px -o tables --municipalities 205,765",
            "kopa import paavo paavo_2019.csv paavo_2024.csv -o tables",
            "kopa import schools oppilaitokset.csv --borders kunnat.geojson -o tables",
            "kopa import roads kainuu.osm.pbf -o tables",
        ),
    )
    @common_options(texts)
    def import_() -> None:
        pass

    for source in (_statfin(texts), _paavo(texts), _schools(texts), _roads(texts)):
        import_.add_command(source)
    return import_


def codes_in(text: str | None) -> list[str] | None:
    """Return the municipalities of a list with commas or semicolons; spaces separate bare codes."""
    if text is None:
        return None
    parts = [part.strip() for part in re.split("[,;]", text) if part.strip()]
    return [name for part in parts for name in (part.split() if _CODES.fullmatch(part) else [part])]


def _shared(texts: Texts) -> Callable[[Decorated], Decorated]:
    """Give a command the options of every source of statistics."""

    def decorate(function: Decorated) -> Decorated:
        municipalities = option(
            "--municipalities", metavar="CODES", help=texts("commands.import_municipalities_help")
        )
        wanted: Decorated = municipalities(_files_and_folder(texts)(function))
        return wanted

    return decorate


def _files_and_folder(texts: Texts) -> Callable[[Decorated], Decorated]:
    """Give a command the files to read and the folder to write."""

    def decorate(function: Decorated) -> Decorated:
        for part in (
            common_options(texts),
            option("--overwrite", is_flag=True, help=texts("commands.import_overwrite_help")),
            option(
                "-o",
                "--output",
                metavar="DIR",
                required=True,
                type=click.Path(path_type=Path),
                help=texts("commands.import_output_help"),
            ),
            _FILES,
        ):
            function = part(function)
        return function

    return decorate


def _year(texts: Texts) -> Callable[[Decorated], Decorated]:
    return option("--year", type=click.IntRange(1900, 2200), help=texts("commands.import_year_help"))


def _statfin(texts: Texts) -> click.Command:
    @command(
        "statfin",
        help=texts("commands.import_statfin_help"),
        epilog=examples(
            texts,
            "kopa import statfin 11re.csv 12dq.px 12ak.json -o tables --municipalities 205,765 --year 2024",
            "kopa import statfin --fetch 11re --fetch 12dq -o tables --municipalities 205,765",
        ),
    )
    @_shared(texts)
    @_year(texts)
    @option("--fetch", "tables", metavar="TABLE", multiple=True, help=texts("commands.import_fetch_help"))
    @option("--service", metavar="URL", help=texts("commands.import_service_help"))
    @option("--suppressed-as-zero", is_flag=True, help=texts("commands.import_suppressed_help"))
    def statfin(
        files: tuple[Path, ...],
        output: Path,
        municipalities: str | None,
        overwrite: bool,
        year: int | None,
        tables: tuple[str, ...],
        service: str | None,
        suppressed_as_zero: bool,
    ) -> None:
        from kopa_sim.importers.commands import statfin_files
        from kopa_sim.importers.live_tables import fetched_tables
        from kopa_sim.importers.merging import Suppression
        from kopa_sim.importers.statfin import Wish
        from kopa_sim.scenario.findings import Findings

        if not files and not tables:
            raise click.UsageError(texts("commands.import_no_files"))
        refuse_unwritable(output, texts)
        findings = Findings()
        wish = Wish(codes_in(municipalities), year, Suppression(suppressed_as_zero))
        fetched = fetched_tables(tables, wish, findings, service)
        _write(output, statfin_files(files, fetched, wish, findings), findings, texts, overwrite=overwrite)

    return statfin


def _paavo(texts: Texts) -> click.Command:
    @command(
        "paavo",
        help=texts("commands.import_paavo_help"),
        epilog=examples(
            texts, "kopa import paavo paavo_2019.csv paavo_2024.csv -o tables --municipalities 205,765"
        ),
    )
    @_shared(texts)
    @_year(texts)
    def paavo(
        files: tuple[Path, ...], output: Path, municipalities: str | None, overwrite: bool, year: int | None
    ) -> None:
        from kopa_sim.importers.commands import paavo_files
        from kopa_sim.scenario.findings import Findings

        _require(files, texts)
        refuse_unwritable(output, texts)
        findings = Findings()
        written = paavo_files(files, output, codes_in(municipalities), year, findings)
        _write(output, written, findings, texts, overwrite=overwrite)

    return paavo


def _schools(texts: Texts) -> click.Command:
    @command(
        "schools",
        help=texts("commands.import_schools_help"),
        epilog=examples(texts, "kopa import schools oppilaitokset.csv --borders kunnat.geojson -o tables"),
    )
    @_shared(texts)
    @option(
        "--borders",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=texts("commands.import_borders_help"),
    )
    def schools(
        files: tuple[Path, ...],
        output: Path,
        municipalities: str | None,
        overwrite: bool,
        borders: Path | None,
    ) -> None:
        from kopa_sim.importers.commands import school_files
        from kopa_sim.scenario.findings import Findings

        _require(files, texts)
        refuse_unwritable(output, texts)
        findings = Findings()
        written = school_files(files, borders, output, codes_in(municipalities), findings)
        _write(output, written, findings, texts, overwrite=overwrite)

    return schools


def _roads(texts: Texts) -> click.Command:
    @command(
        "roads",
        help=texts("commands.import_roads_help"),
        epilog=examples(
            texts, "kopa import roads kainuu.osm.pbf -o tables", "kopa import roads finland.osm.pbf -o tables"
        ),
    )
    @_files_and_folder(texts)
    @option(
        "--margin-km",
        type=FiniteRange(0, 200),
        default=10.0,
        show_default=True,
        help=texts("commands.import_margin_help"),
    )
    @option(
        "--spacing-km",
        type=FiniteRange(0.05, 50),
        default=1.0,
        show_default=True,
        help=texts("commands.import_spacing_help"),
    )
    def roads(
        files: tuple[Path, ...], output: Path, overwrite: bool, margin_km: float, spacing_km: float
    ) -> None:
        from kopa_sim.importers.osm_roads import road_files
        from kopa_sim.scenario.findings import Findings

        _require(files, texts)
        refuse_unwritable(output, texts)
        findings = Findings()
        written = road_files(files, output, findings, margin_km=margin_km, spacing_km=spacing_km)
        _write(output, written, findings, texts, overwrite=overwrite)

    return roads


def _require(files: Sequence[Path], texts: Texts) -> None:
    if not files:
        raise click.UsageError(texts("commands.import_no_files"))


def show_notices(notices: Sequence[str], texts: Texts) -> None:
    """Write what the planner should know."""
    if notices:
        click.echo(f"\n{texts('commands.notices')}")
    for notice in notices:
        click.echo(f"  - {notice}")


def _write(
    folder: Path, files: Mapping[str, bytes], findings: "Findings", texts: Texts, *, overwrite: bool
) -> None:
    from kopa_sim.importers.writing import write_folder

    write_folder(folder, files, overwrite=overwrite)
    for name, content in files.items():
        rows = max(0, content.count(b"\n") - 1)
        click.echo(texts("commands.import_wrote", file=folder / name, rows=rows))
    show_notices(findings.notices, texts)
