"""Lists in: what people paste or upload, read into customers; nothing is stored here.

`read_text` and `read_file` → `Reading`: what could be taken, from which columns, what is double, what was left out
and why.
"""

from sessions.imports.lists import read_file, read_text
from sessions.imports.reading import Entry, LeftOut, Reading
from sessions.imports.table import Unreadable

__all__ = ["Entry", "LeftOut", "Reading", "Unreadable", "read_file", "read_text"]
