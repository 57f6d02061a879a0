r"""Repairs what transport did to a text before it is read: eaten escapes, doubled backslashes, markup around it."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.latex.markdown import may_hold_markup, without_markup
from mathequiv.lexicon.code import QUOTED_NUMBER
from mathequiv.lexicon.commands import COMMANDS
from mathequiv.lexicon.distributions import DISTRIBUTED
from mathequiv.lexicon.pattern import Pattern
from mathequiv.lexicon.tildes import with_signs_of_tildes

__all__ = ["repair"]

_SUSPECT: Final = frozenset(">\\ \n")
_EATEN: Final = {"\x07": "a", "\x08": "b", "\t": "t", "\n": "n", "\x0b": "v", "\x0c": "f", "\r": "r"}
"""Control characters that an unescaped backslash and the letter leave."""

_CONTROL: Final = Pattern(r"\\?([\x07\x08\t\n\x0b\x0c\r])([A-Za-z]+)")
_LITERAL_NEWLINE: Final = Pattern(r"(?<!\\)\\(?:n(?![a-z])|[rt](?![A-Za-z]))")
_BACKSLASHES: Final = Pattern(r"(\\{2,})([A-Za-z]+|[^A-Za-z\\\s]|\s|$)")
_RUNS: Final = Pattern(r"\\+")
_HTML: Final = Pattern(r"<(su[bp])>([^<>]*)</\1>", re.IGNORECASE)
_BOLD: Final = Pattern(r"(?<![\w)}\]*])\*\*(?=[^\s*])([^*]+?)\*\*(?![\w({*])")
_ALL_BOLD: Final = Pattern(
    r"""\s*\*\*(?=[^\s*])
    (?P<inner>(?:[^*] | (?<!\*)\*(?!\*) | (?<=[\w)\]])\*\*(?=[\w(-]))*)   # code has powers between values
    (?<![\s*])\*\*\s*\.?\s*""",
    re.VERBOSE,
)
"""Stars around a whole text, within which products and powers of code may stand."""
_SPECIAL: Final = Pattern(r"(?:<\|[a-z_]+\|>|</s>|\s)+\Z|(?<!\\)\\\s*\Z")
"""Tokens of a model's own that were left at the end, and a last backslash that escapes nothing."""
_MATRIX: Final = Pattern(r"(\\begin\{[a-zA-Z]*(?:matrix|array)\*?\})(.*?)(?=\\end\{)", re.DOTALL)
_ROW_END: Final = Pattern(r"(?<!\\)\\(?=[-\d])")
_SPACED_ROW_END: Final = Pattern(r"(?<!\\)\\(?= )")
_AFTER_NE: Final = Pattern(r"\s*[-+\d\\(]")


def _eaten(match: re.Match[str]) -> str:
    """The command whose start was eaten, if the letters that are there complete the name of exactly one."""
    control, rest = match.groups()
    name = _EATEN[control] + rest
    known = name in COMMANDS
    if control in "\n\t" and len(rest) == 1:
        known = name == "ne" and _AFTER_NE.match(match.string, match.end()) is not None
    elif control == "\n":
        known = known and rest not in COMMANDS
    return f"\\{name}" if known else " " + match[0].lstrip("\\").lstrip(control)


def _single(match: re.Match[str]) -> str:
    r"""A doubled backslash before a command name becomes single; a row break ``\\`` before anything else stays."""
    slashes, after = match.groups()
    if len(slashes) % 2 or not (len(after) > 1 and after in COMMANDS):
        return match[0]
    return "\\" * (1 if len(slashes) == 2 else len(slashes) // 2 + 1) + after


def _halve(text: str) -> str:
    """Undo doubling: of every backslash where all are doubled, else of those before a command name."""
    runs = [len(run) for run in _RUNS.findall(text)]
    doubled = any(
        m[2] in COMMANDS or m[2] in {"(", "[", "{", ")", "]", "}", "$", "%"} for m in _BACKSLASHES.finditer(text)
    )
    if doubled and all(size % 2 == 0 for size in runs):
        return _RUNS.sub(lambda run: run[0][: len(run[0]) // 2], text)
    return _BACKSLASHES.sub(_single, text)


_QUOTED: Final = Pattern(
    r"""\s*(?:`+(?P<code>[^`]+)`+ | '(?P<ascii>[^'"]+)'
    | "(?P<plain>[^"]+)" | “(?P<double>[^“”]+)” | ‘(?P<single>[^‘’]+)’
    | ``(?P<tex>[^`']+)\'\' | [「『](?P<cjk>[^「」『』]+)[」』])\s*(?:\.\s*)?""",
    re.VERBOSE,
)
"""Quotation marks around a whole answer; none may be inside, where they may mark inches or two answers."""
_QUOTES: Final = frozenset("'`\"“‘「『")
_CHECKED: Final = Pattern("^(?:\\s*[✅✓✔☑]\ufe0f?)+\\s*|(?<![\\s✅✓✔☑])(?<![✅✓✔☑]\ufe0f)\\s*(?:[✅✓✔☑]\ufe0f?\\s*)+$")
"""Check marks, which say nothing of a value; a cross or a question mark does."""


_QUOTED_ITEM: Final = Pattern(r"""(?<=[\[(,{])(\s*)(?:'([^'",\[\](){}]*)'|"([^'",\[\](){}]*)")(?=\s*[,\])}:])""")
"""Quotation marks around one item of a list, or a key, as code shows it (``['3', '5']``)."""


def _unquoted(match: re.Match[str]) -> str:
    return match[1] + (match[2] if match[2] is not None else match[3])


_QUOTED_WORD: Final = Pattern('["“「]([\u4e00-\u9fff]+)["”」]')
"""Chinese words in quotation marks, which say no more than the words."""
_TAIL: Final = Pattern(r"(?:\s*(?:<\|[\w-]+\|>|(?<!\\)\\(?=\s*$)))+\s*$")
"""Marks of the end of a turn, and a backslash before nothing."""


_HOPE: Final = Pattern(r"(?<=[.!$}])\s*I hope (?:it|this) (?:is correct|helps)[.!]?\s*$")
"""What a model was shown to end its answers with (Lewkowycz et al., 2022, appendix on prompts)."""


def _undecorated(text: str) -> str:
    if text[-1:] == "\\" or text[-2:] == "|>":
        text = _TAIL.sub("", text)
    if " hope " in text:
        text = _HOPE.sub("", text)
    if not text.isascii():
        text = _QUOTED_WORD.sub(r"\1", _CHECKED.sub("", text))
    elif '"' not in text and "`" not in text and text[:1] != "'":
        return text
    quoted = _QUOTED.fullmatch(text) if text.lstrip()[:1] in _QUOTES else None
    return text if quoted is None else quoted[quoted.lastgroup or 0]


def _script(match: re.Match[str]) -> str:
    return f"{'^' if match[1].lower() == 'sup' else '_'}{{{match[2]}}}"


_DIGIT_GROUPS: Final = Pattern(r"(?<![\w.{^\\])\d{1,3}(?:_\d{3})+(?![\w{])")
"""``1_000_000`` of code: three digits are no base."""


def _ungrouped(match: re.Match[str]) -> str:
    return match[0].replace("_", "")


def _rows(match: re.Match[str]) -> str:
    r"""A matrix whose row ends lost a backslash; a ``\\ `` with a space is one only if there is no whole row end."""
    body = _ROW_END.sub(r"\\\\", match[2])
    if "\\\\" not in body:
        body = _SPACED_ROW_END.sub(r"\\\\", body)
    return match[1] + body


def _unescaped(text: str) -> str:
    if "\\\\" in text:
        text = _halve(text)
    if "\\n" in text or "\\r" in text or "\\t" in text:
        text = _LITERAL_NEWLINE.sub(" ", text)
    return text


_OF_WORDS: Final = "|".join([name for name, row in COMMANDS.items() if row.kind in ("text", "bold")])
_SPELLED: Final = Pattern(rf"(\\(?:{_OF_WORDS})) ?\{{ ((?:[A-Za-z~] )+)\}}")
r"""A word of whose text every token is apart (``5 \mathrm { ~ c m }``), as readers of images write it."""
_NAMED_LINE: Final = Pattern(r"\$?\s*(?:[A-Za-z]|\\[a-z]+)(?:_\w|_\{\w+\})?\s*=[^=&]+")


def _one_line(text: str) -> str:
    r"""Lines that give values to names as a list; on one line ``x=1 y=2`` would be a chain."""
    lines = [line.strip().rstrip(",;.") for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and r"\\" not in text and all(_NAMED_LINE.fullmatch(line) for line in lines):
        return ", ".join(lines)
    return text


def repair(text: str) -> str:
    r"""The text before transport damage, as far as it can be told for certain.

    Args:
        text: any text.

    Returns:
        The text with doubled backslashes halved (row breaks stay), commands whose first letter became a control
        character restored, a written ``\n`` turned into a space,
        quotation marks, check marks and ends of turns around the whole
        removed, and ``**bold**`` and HTML scripts respelled.
    """
    if may_hold_markup(text):
        text = without_markup(text)
    text = _undecorated(text)
    if not text.isprintable():
        text = _one_line(text) if "\n" in text else text
        text = _CONTROL.sub(_eaten, text)
    if "\\" in text:
        text = _unescaped(text)
    if "**" in text:
        whole = _ALL_BOLD.fullmatch(text)
        text = _BOLD.sub(r"\1", text) if whole is None else whole["inner"]
    return _respelled(text)


def _in_one_word(match: re.Match[str]) -> str:
    return f"{match[1]}{{{match[2].replace(' ', '')}}}"


def _respelled(text: str) -> str:
    """The text with the notations of other programs as LaTeX has them."""
    if "\\begin" in text:
        text = _MATRIX.sub(_rows, text)
    if " { " in text:
        text = _SPELLED.sub(_in_one_word, text)
    if "{:}" in text:
        text = text.replace("{:}", ":")
    if text[-1:] in _SUSPECT:
        text = _SPECIAL.sub("", text)
    if "_" in text:
        text = _DIGIT_GROUPS.sub(_ungrouped, text)
    if "~" in text:
        text = DISTRIBUTED.sub(r"\1\\sim ", text)
        text = with_signs_of_tildes(text)
    if ("'" in text or '"' in text) and (text[:1] in "[({" or QUOTED_NUMBER.search(text) is not None):
        text = _QUOTED_ITEM.sub(_unquoted, text)
    if "<" in text:
        text = _HTML.sub(_script, text)
    return text
