"""How a report gets into a page of docs/."""

from pathlib import Path


def put_in_page(page: Path, marks: tuple[str, str], report: str) -> None:
    """Write a report between its two marks in a page, in the place of the one before."""
    begin, end = marks
    before, _, rest = page.read_text().partition(begin)
    page.write_text(f"{before}{begin}\n{report}\n{end}{rest.partition(end)[2]}")
