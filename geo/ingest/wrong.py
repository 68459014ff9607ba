"""A value that can't be used."""

from __future__ import annotations


class Wrong(ValueError):
    """A value that can't be used; its text goes on where the value was quoted.

    >>> str(Wrong("is not a date; write 2013-05-10"))
    'is not a date; write 2013-05-10'
    """
