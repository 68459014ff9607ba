"""Bring the catalogues of all languages up to date with the English.

``python -m tools.catalogues`` writes each anew in the order of ``en.po`` and then of the labels of
``geo/schema.py``; ``python -m tools.catalogues fr`` also begins a new one. New texts come empty; a
text whose English has changed keeps its translation marked fuzzy, which is not used until somebody
has looked at it and taken the mark away. Texts that are gone go.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import write_po

from geo import words
from geo.export import write

HEADER = """# {name}, translated from en.po and the labels of geo/schema.py.
# docs/translating.md says how; python -m tools.catalogues brings it up to date.
msgid ""
msgstr ""
"Language: {file}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"
"X-Reviewed: no\\n"
"""


def template() -> Iterator[Message]:
    """Every text to be translated, with what its translator should know."""
    for message in words.read("en"):
        if message.id:
            yield Message(message.id, user_comments=message.user_comments, context=message.context)
    first = True
    for key, (label, meaning) in words.labels().items():
        comments = ["---- labels of the data ----"] if first else []
        yield Message(label, user_comments=comments, auto_comments=[meaning], context=key)
        first = False


def updated(lang: str) -> str:
    """The text of a language's catalogue as it should be; its header stays."""
    path = words.file_of(lang)
    if path.exists():
        old = {message.context: message for message in words.read(lang) if message.id}
        header = re.split(r"\n\n", path.read_text("utf-8"), maxsplit=1)[0] + "\n"
    else:
        old, header = {}, _header(lang)
    plural = re.search(r"nplurals=(\d)", header)
    forms = int(plural[1]) if plural else 1
    catalog = Catalog(locale=words.locale(lang))
    for message in template():
        _carry(message, old.get(message.context), forms)
        catalog[message.id] = message
    file = BytesIO()
    write_po(file, catalog, width=100, omit_header=True)
    return f"{header}\n{file.getvalue().decode('utf-8').strip()}\n"


def _carry(message: Message, old: Message | None, forms: int) -> None:
    """Give a text the translation that it had; fuzzy where the English was another then."""
    plural = not isinstance(message.id, str)
    message.string = ("",) * forms if plural else ""
    if old is None or plural == isinstance(old.id, str) or not old.string:
        return
    message.string = old.string
    translated = all(old.string) if plural else bool(old.string)
    if old.fuzzy or (old.id != message.id and translated):
        message.flags.add("fuzzy")


def _header(lang: str) -> str:
    plural = str(get_plural(words.locale(lang)))
    file = lang.replace("-", "_")
    return HEADER.format(name=words.own_name(lang), file=file, plural=plural)


def main(arguments: list[str]) -> int:
    """Write the catalogues; returns 2 where a language is not one."""
    try:
        new = [str(words.locale(lang)).replace("_", "-") for lang in arguments]
    except (ValueError, UnknownLocaleError) as error:
        print(f"not a language: {error}; write its BCP 47 tag, such as fr or zh-Hant")
        return 2
    for lang in dict.fromkeys([*words.LANGUAGES[1:], *new]):
        path = words.file_of(lang)
        write(path, updated(lang))
        print(f"{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
