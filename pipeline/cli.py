"""Arguments → one call → one printed summary. No logic; imports wait, so that help is instant."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import LdrError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Local Democracy Reporting articles in; linked tables of people, roles, money and judgements out.",
    epilog="Examples: `ldr extract articles/ --out outputs` · `ldr explain story.txt` · `ldr evaluate gold/ outputs/`",
)


def _version(wanted: bool) -> None:
    if wanted:
        from pipeline import __version__

        typer.echo(f"ldr {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None: ...


@app.command(
    epilog="Examples: `ldr extract stories/` · `ldr extract a.txt b.html --format csv` · `cat a.txt | ldr extract -`"
)
def extract(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, or - for standard input.")],
    out: Annotated[str | None, typer.Option(help="Folder that gets the tables. [default: outputs]")] = None,
    metadata: Annotated[str | None, typer.Option(metavar="FILE.csv", help="What is known of the articles.")] = None,
    no_metadata: Annotated[bool, typer.Option("--no-metadata", help="Ignore every metadata file.")] = False,
    formats: Annotated[list[str] | None, typer.Option("--format", help="csv or parquet; repeat for both.")] = None,
    engine: Annotated[str | None, typer.Option(help="inprocess, processes or dask.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A running Dask scheduler: tcp://host:8786.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes; 0 is one for each core.")] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="An installed spaCy pipeline with NER.")] = None,
    gazetteers: Annotated[str | None, typer.Option(metavar="DIR", help="Your own gazetteers.")] = None,
    config: Annotated[str | None, typer.Option(metavar="FILE.toml", help="Settings. [default: ldr.toml]")] = None,
    article_seconds: Annotated[
        int | None, typer.Option(metavar="N", help="Give an article up after so many seconds. [default: 300]")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over; keep nothing of earlier runs.")] = False,
    stories: Annotated[bool, typer.Option("--stories", help="Keep one article of each story.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 2 when there are problems.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Extract every table from articles into a folder of CSV and Parquet files."""
    from pipeline.job import extract_to
    from pipeline.printing import print_summary, progress_bar
    from pipeline.settings import load_settings

    settings = load_settings(
        config,
        out=out,
        metadata=metadata,
        use_metadata=False if no_metadata else None,
        formats=tuple(formats) if formats else None,
        engine=engine,
        scheduler=scheduler,
        workers=workers,
        model=model,
        gazetteers=gazetteers,
        article_seconds=article_seconds,
        stories=stories or None,
        strict=strict or None,
        quiet=quiet or None,
    )
    with progress_bar(settings.quiet, inputs) as progress:
        summary = extract_to(inputs, settings, progress, fresh)
    print_summary(summary, settings.quiet)
    if not summary.articles or (settings.strict and summary.rows["problems"]):
        raise typer.Exit(2)


@app.command(epilog="Example: `ldr forget council-story.txt --out outputs` · `ldr forget 3f2a9c0d1e4b5a67`")
def forget(
    article: Annotated[str, typer.Argument(help="Its article_id, its source or its address, as in the tables.")],
    out: Annotated[str, typer.Option(help="Folder of tables.")] = "outputs",
) -> None:
    """Take an article out of every table and text, for good: later runs leave it out."""
    from pipeline.job import forget as take_out
    from pipeline.printing import print_forgotten

    print_forgotten(*take_out(article, out))


@app.command(epilog="Example: `ldr explain story.txt --metadata metadata.csv`")
def explain(
    file: Annotated[str, typer.Argument(help="An article.")],
    metadata: Annotated[str | None, typer.Option(metavar="FILE.csv", help="What is known of it.")] = None,
) -> None:
    """Show every span in its sentence, with its table, value and rule."""
    from pipeline.printing import print_explanation
    from pipeline.run import extract as run

    print_explanation(run(file, metadata=metadata))


@app.command(
    epilog="Example: `ldr evaluate corpus/gold/develop outputs --errors` · "
    "`ldr evaluate corpus/gold/heldback outputs --fields kind,payer,payee,period`"
)
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of gold annotations.")],
    out: Annotated[Path, typer.Argument(help="Folder of tables.")],
    errors: Annotated[bool, typer.Option("--errors", help="List every error with its words.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    fields: Annotated[str, typer.Option(help="The only fields that must be right: kind,payer,period.")] = "",
) -> None:
    """Score tables against gold annotations."""
    from pipeline.evaluate import evaluate as score
    from pipeline.printing import print_scores

    wanted = [name.strip() for name in fields.split(",") if name.strip()]
    print_scores(score(gold, out, wanted), errors=errors, as_json=as_json)


@app.command(
    epilog="Example: `ldr course 'Nottingham City Council' outputs --csv course.csv --chart course.png` · "
    "`ldr course E06000018 outputs`"
)
def course(
    provider: Annotated[str, typer.Argument(help="A name, an ONS code, a DfE code or an organisation_id.")],
    out: Annotated[Path, typer.Argument(help="Folder of tables.")],
    csv: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write every column into a file.")] = None,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw it: .png, .svg or .html (needs the extra `chart`).")
    ] = None,
) -> None:
    """Print the dated course of one provider: inspections, grades, interventions, money, posts."""
    from pipeline.analysis import course_of
    from pipeline.printing import print_course

    print_course(course_of(provider, out), csv, chart)


@app.command(epilog="Example: `ldr check outputs --official childrens_services_history.csv`")
def check(
    out: Annotated[Path, typer.Argument(help="Folder of tables.")],
    official: Annotated[Path, typer.Option(metavar="FILE.csv", help="Published outcomes that you downloaded.")],
    columns: Annotated[
        str | None, typer.Option(metavar="FILE.toml", help="Which of its columns hold what, where headers differ.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write every column into a file.")] = None,
    config: Annotated[str | None, typer.Option(metavar="FILE.toml", help="Settings. [default: ldr.toml]")] = None,
) -> None:
    """Compare Ofsted's grades with an official record: agrees, disagrees, not found."""
    from pipeline.analysis import check_of
    from pipeline.printing import print_checks
    from pipeline.settings import load_settings

    settings = load_settings(config, official_columns=columns)
    print_checks(check_of(out, official, settings.official_columns), csv)


@app.command(epilog='Example: `ldr query "SELECT name, role FROM people_roles" outputs > roles.csv`')
def query(
    sql: Annotated[str, typer.Argument(metavar="SELECT", help="One SELECT over the tables and the views.")],
    out: Annotated[Path, typer.Argument(help="Folder of tables.")] = Path("outputs"),
) -> None:
    """Ask the tables in SQL: a table on a terminal, CSV when piped. Needs the extra `query`."""
    from pipeline.analysis import query as ask
    from pipeline.printing import print_answer

    print_answer(ask(sql, out))


@app.command(epilog="Example: `ldr diff last-week outputs --csv changes.csv`; the exit status is 1 where they differ")
def diff(
    old: Annotated[Path, typer.Argument(help="Folder of tables of the earlier run.")],
    new: Annotated[Path, typer.Argument(help="Folder of tables of the later run.")],
    csv: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write every change into a file.")] = None,
) -> None:
    """Show what changed between two runs: rows added and removed, cells changed."""
    from pipeline.analysis import differences
    from pipeline.printing import print_differences

    changes = differences(old, new)
    print_differences(changes, csv)
    if len(changes):
        raise typer.Exit(1)


@app.command(epilog="Examples: `ldr export outputs --to xlsx` · `ldr export outputs --to sqlite --file news.sqlite`")
def export(
    out: Annotated[Path, typer.Argument(help="Folder of tables.")],
    to: Annotated[
        str, typer.Option(metavar="FORMAT", help="sqlite, xlsx, jsonl, docbin, displacy, label-studio or doccano.")
    ],
    file: Annotated[
        Path | None, typer.Option(help="The file (jsonl, displacy: the folder). [default: inside the folder of tables]")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(metavar="DIR", help="label-studio, doccano: gold to show in place of the tables.")
    ] = None,
) -> None:
    """Write finished tables in another tool's format."""
    from pipeline.exports import export as write
    from pipeline.printing import print_export

    print_export(write(out, to, file, gold))


@app.command(
    name="import-gold", epilog="Example: `ldr import-gold annotated.json my-gold`, then `ldr evaluate my-gold outputs`"
)
def import_gold(
    file: Annotated[Path, typer.Argument(help="What Label Studio (JSON) or doccano (JSONL) exported.")],
    gold: Annotated[Path, typer.Argument(help="Folder that gets the gold annotations.")],
) -> None:
    """Read annotated files back into gold, one file per article."""
    from pipeline.exports import import_gold as read

    typer.echo(f"{len(read(file, gold))} articles of gold written into {gold}/")


@app.command(epilog="Examples: `ldr review outputs` · `ldr review outputs --serve`")
def review(
    out: Annotated[Path, typer.Argument(help="Folder of tables.")],
    serve: Annotated[bool, typer.Option("--serve", help="Serve the page here; decisions save at once.")] = False,
    port: Annotated[int, typer.Option(help="Port of --serve; 0 is any that is free.")] = 0,
) -> None:
    """Make the page on which rows are checked beside their words, in a browser."""
    from pipeline.printing import print_review, print_served
    from pipeline.review import serve as serve_page
    from pipeline.review import write_page

    if serve:
        serve_page(out, port, print_served)
    else:
        print_review(write_page(out))


@app.command(
    name="apply-review", epilog="Examples: `ldr apply-review outputs` · `ldr apply-review outputs --gold my-gold`"
)
def apply_review(
    out: Annotated[Path, typer.Argument(help="Folder of tables, with its review.csv.")],
    into: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder that gets the reviewed tables. [default: OUT/reviewed]")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder that gets what was decided as gold, for `ldr evaluate`.")
    ] = None,
) -> None:
    """Apply the decisions of review.csv to a copy of the tables; the tables themselves stay as they are."""
    from pipeline.printing import print_applied
    from pipeline.review import apply_review as apply

    print_applied(apply(out, into, gold))


@app.command(
    epilog="Examples: `ldr fetch https://paper.example/feed --into articles` · `ldr fetch ldrs --into articles`"
)
def fetch(
    address: Annotated[str, typer.Argument(help="A feed, a page, or `ldrs`: the LDRS content API (LDRS_API_KEY).")],
    into: Annotated[Path, typer.Option(metavar="DIR", help="Folder that gets a file for each item.")],
    config: Annotated[str | None, typer.Option(metavar="FILE.toml", help="Settings. [default: ldr.toml]")] = None,
) -> None:
    """Fetch articles into a folder; only what is new or changed, by the site's robots rules."""
    from pipeline.fetching import fetch as get
    from pipeline.printing import print_fetched
    from pipeline.settings import load_settings

    print_fetched(get(address, into, load_settings(config).ldrs_api), into)


@app.command(epilog="Examples: `ldr watch inbox --out outputs` · `ldr watch https://paper.example/feed --out outputs`")
def watch(
    place: Annotated[str, typer.Argument(metavar="DIR|FEED", help="A folder, a feed's address, or `ldrs`.")],
    out: Annotated[str | None, typer.Option(help="Folder that gets the tables. [default: outputs]")] = None,
    into: Annotated[
        str, typer.Option(metavar="DIR", help="Folder that keeps a feed's items. [default: OUT-fetched]")
    ] = "",
    interval: Annotated[
        int | None, typer.Option(metavar="SECONDS", help="Between two looks at a feed. [default: 300]")
    ] = None,
    config: Annotated[str | None, typer.Option(metavar="FILE.toml", help="Settings. [default: ldr.toml]")] = None,
) -> None:
    """Append articles to the tables as they arrive; say what is new of each council and person. Ctrl-C stops."""
    from pipeline.printing import print_error, print_news
    from pipeline.settings import load_settings
    from pipeline.watching import stopped_by_signals
    from pipeline.watching import watch as keep_watch

    settings = load_settings(config, out=out, feed_interval=interval)
    with stopped_by_signals() as stop:
        keep_watch(place, settings, stop, print_news, print_error, into)


@app.command(epilog="Example: `ldr schema > docs/tables.md`")
def schema() -> None:
    """Print what every table and column means, as Markdown."""
    from pipeline.tables import schemas

    for table in schemas().values():
        typer.echo(table.markdown())


def main() -> None:
    """Run the command; an error of ours is one line on standard error and exit status 2."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small products: a second thread only waits for the first
    gc.set_threshold(100_000, 20, 20)  # what is loaded stays: looking through it takes a tenth of a cold start
    try:
        app()
    except LdrError as error:
        typer.echo(f"ldr: {error}", err=True)
        sys.exit(2)
