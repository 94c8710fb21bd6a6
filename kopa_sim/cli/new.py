"""``kopa new DIR``: a small, commented scenario folder that runs, or one built from downloaded tables."""

from pathlib import Path

import click

from kopa_sim.cli.import_ import codes_in, show_notices
from kopa_sim.cli.misread import command, option
from kopa_sim.cli.shared import common_options, examples
from kopa_sim.cli.writable import refuse_unwritable
from kopa_sim.report.texts import Texts


def new_command(texts: Texts) -> click.Command:
    """Return the command."""

    @command(
        "new",
        help=texts("commands.new_help"),
        epilog=examples(
            texts, "kopa new school-net", "kopa new kajaani --municipalities 205,765,105 --from downloads"
        ),
    )
    @click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
    @option("--municipalities", metavar="CODES", help=texts("commands.new_municipalities_help"))
    @option(
        "--from",
        "tables",
        metavar="TABLES",
        type=click.Path(path_type=Path),
        help=texts("commands.new_from_help"),
    )
    @option("--title", help=texts("commands.new_title_help"))
    @option("--year", type=click.IntRange(1900, 2200), help=texts("commands.import_year_help"))
    @option("--suppressed-as-zero", is_flag=True, help=texts("commands.import_suppressed_help"))
    @common_options(texts)
    def new(
        folder: Path,
        municipalities: str | None,
        tables: Path | None,
        title: str | None,
        year: int | None,
        suppressed_as_zero: bool,
    ) -> None:
        from kopa_sim.scenario.new import new_scenario, refuse_filled

        if (tables is None) != (municipalities is None):
            raise click.UsageError(texts("commands.new_both"))
        if tables is None:
            if title or year or suppressed_as_zero:
                raise click.UsageError(texts("commands.new_both"))
            refuse_filled(folder)
            refuse_unwritable(folder, texts, "DIR")
            new_scenario(folder)
        else:
            _from_tables(folder, municipalities or "", tables, title or "", year, suppressed_as_zero, texts)
        click.echo(texts("commands.new_done", folder=folder, file=folder / "scenario.toml"))

    return new


def _from_tables(
    folder: Path,
    municipalities: str,
    tables: Path,
    title: str,
    year: int | None,
    suppressed_as_zero: bool,
    texts: Texts,
) -> None:
    from kopa_sim.importers.merging import Suppression
    from kopa_sim.importers.region_scenario import RegionWish, scenario_of_folder
    from kopa_sim.scenario.findings import Findings
    from kopa_sim.scenario.new import refuse_filled, write_scenario
    from kopa_sim.scenario.problems import ScenarioError

    refuse_filled(folder)
    refuse_unwritable(folder, texts, "DIR")
    findings = Findings()
    wish = RegionWish(
        municipalities=codes_in(municipalities) or [],
        language="" if texts.language == "en" else texts.language,
        title=title,
        year=year,
        suppression=Suppression(suppressed_as_zero),
    )
    files = scenario_of_folder(tables, wish, findings)
    if findings.problems:
        raise ScenarioError(findings.problems)
    write_scenario(folder, files)
    show_notices(findings.notices, texts)
    click.echo("")
