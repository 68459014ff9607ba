"""Fonts for texts in scripts that many fonts lack, for drawing without a browser.

For a letter that a family lacks, any font that has it is taken: one with serifs, or one that draws
Han in another country's way. So a text in Hangul, Kana, Han or Thai names families of its script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from geo.pictures import fonts
from geo.publishing.house import SANS

SCRIPTS: Mapping[str, tuple[str, ...]] = {
    r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]": (
        "Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic",
    ),
    r"[\u3040-\u30ff]": ("Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic"),
    r"[\u3400-\u9fff]": ("Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei"),
    r"[\u0e00-\u0e7f]": ("Noto Sans Thai", "FiraGO"),
    r"[\u2190-\u21ff]": ("FiraGO",),  # arrows
}  # fmt: skip
"""Letters of a script, and families for it; the first script that a text holds decides."""

_TEXT = re.compile(r"<text((?: [a-z-]+=\"[^\"]*\")*)>((?:[^<]|<tspan[^<]*</tspan>)*)</text>")
_LANG = re.compile(r'<svg[^>]* lang="(ja|zh)')


def with_families(svg: str) -> str:
    """The picture with families named at each text that needs one."""
    scripts = dict(SCRIPTS)
    found = _LANG.match(svg)
    if found and found[1] == "ja":  # the same letters look otherwise in Japanese
        scripts[r"[\u3400-\u9fff]"] = SCRIPTS[r"[\u3040-\u30ff]"]

    def named(match: re.Match[str]) -> str:
        given, content = match[1], match[2]
        families = next((own for range_, own in scripts.items() if re.search(range_, content)), ())
        if not families:
            return match[0]
        told = "font-family:" + ",".join(f"'{family}'" for family in families) + ",sans-serif"
        if ' style="' in given:
            given = given.replace(' style="', f' style="{told};', 1)
        else:
            given += f' style="{told}"'
        return f"<text{given}>{content}</text>"

    # The atlas's own families first: a picture looks alike on every machine.
    return _TEXT.sub(named, svg).replace(SANS, f"'{fonts.SANS}',{SANS}")
