r"""How responses mark their answer and their reasoning: one table, a row for each way and language.

A row is searched by its ``keys`` with `str.rfind`, from the end of a response; only where a key stands is its pattern
tried. So a row costs one fast pass over the text, and the words around it are read where something was found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from mathequiv.lexicon.commands import ANSWER_KEY

__all__ = ["MARKERS", "THINK_TAGS", "Follows", "Marker", "Strength", "ThinkTag", "marker_of_text", "tag_of_pair"]

Strength: TypeAlias = Literal["strong", "explicit", "weak"]
"""``strong`` counts like a box: of it and the boxes the last decides. ``explicit`` names the final answer: it decides
after the last of those in the last paragraph, and where there is none. ``weak`` only where there is none."""

Follows: TypeAlias = Literal["value", "sentence", "words", "line", "letter", "tag", "json", "before"]
"""What stands after the marker: ``value`` is read only as mathematics, a choice or a name; ``sentence`` may be a whole
sentence that holds the value; ``words`` are an answer too; ``line`` is all of the line; ``letter`` an option's letter;
``tag`` reaches to the closing tag; ``json`` is the value of a key; ``before``: the value stands before the marker."""


@dataclass(frozen=True, slots=True)
class Marker:
    """One way to announce an answer.

    Attributes:
        id: name of the row.
        language: English name of the language, or the format it belongs to.
        keys: texts of which one is in every such marker, as written.
        pattern: the marker; matched ``lead`` characters before a key.
        example: a text the row reads.
        strength: how it stands against boxes and other markers.
        follows: where the value is and what it may be.
        lead: characters of the marker before its key.
        close: the closing tag, for ``tag``.
        line_start: only emphasis, list marks and adjectives may be before it on its line.
    """

    id: str
    language: str
    keys: tuple[str, ...]
    pattern: re.Pattern[str]
    example: str
    strength: Strength = "explicit"
    follows: Follows = "value"
    lead: int = 0
    close: str = ""
    line_start: bool = False


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_COPULA = r"(?:is|are|equals?|must be|should be|would be|will be|becomes|(?:comes|turns) out to(?: be)?)\b"
_OF = (
    r"(?:\s+(?:to|of|for)\s+(?:the|this|our|your)(?:\s+(?:original|given|initial))?"
    r"\s+(?:question|problem|exercise|equation))?"
)
_AFTER = r"[*_\"'”’)\] \t]*"
"""What may be between the word and its colon: the end of emphasis."""
_ASIDE = r"(?:\s*\([^()\n]{1,30}\))?"
_COLON = rf"{_ASIDE}{_AFTER}(?:[:：=]|[—–](?=\s))"
_IS_ANSWER = r"(?:is|are)\s+(?:the|our|my)\s+(?:final\s+|correct\s+|required\s+)*(?:answer|solution)s?\b"


def _tag(name: str) -> Marker:
    spellings = (name, name.upper(), name.title())
    keys = tuple(dict.fromkeys(f"<{spelling}>" for spelling in spellings))
    pattern = _re(re.escape(f"<{name}>"))
    return Marker(f"tag_{name}", "tag", keys, pattern, f"<{name}>5</{name}>", "strong", "tag", 0, f"</{name}>")


def tag_of_pair(opening: str, closing: str) -> Marker:
    """The row of a pair of tags that a user's policy names."""
    example = f"{opening}5{closing}"
    return Marker(
        f"tag_{opening}", "policy", (opening,), re.compile(re.escape(opening)), example, "strong", "tag", 0, closing
    )


def marker_of_text(text: str) -> Marker:
    """The row of a marker that a user's policy names."""
    return Marker(f"own_{text}", "policy", (text,), re.compile(re.escape(text)), f"{text} 5", "strong", "words")


_ZH_IS = r"(?:应该|应当|应|就|便|即|分别)?(?:是|为|等于|选择?|[:：]|(?=[A-J$\\\d-]))"
_TRAILER = r"[*_】\]）) \t]*"

MARKERS: Final[tuple[Marker, ...]] = (
    # ---- formats
    Marker(
        "json",
        "JSON",
        ('"answer"', '"final_answer"', '"Answer"', '"final answer"', '"Final Answer"'),
        _re(rf'"{ANSWER_KEY}"\s*:\s*'),
        '{"answer": 5}',
        "strong",
        "json",
    ),
    Marker("hash", "GSM8K", ("####",), _re(r"####(?!#)[ \t]*"), "It is 5. #### 5", "strong", "line"),
    _tag("answer"),
    _tag("final_answer"),
    _tag("final-answer"),
    _tag("finalanswer"),
    _tag("ans"),
    Marker(
        "tag_box",
        "GLM",
        ("<|begin_of_box|>",),
        re.compile(re.escape("<|begin_of_box|>")),
        "<|begin_of_box|>5<|end_of_box|>",
        "strong",
        "tag",
        0,
        "<|end_of_box|>",
    ),
    Marker(
        "tag_bracket",
        "tag",
        ("[ANSWER]",),
        re.compile(re.escape("[ANSWER]")),
        "[ANSWER]5[/ANSWER]",
        "strong",
        "tag",
        0,
        "[/ANSWER]",
    ),
    # ---- English
    Marker(
        "en_colon",
        "English",
        ("nswer", "NSWER"),
        _re(rf"answers?{_OF}(?:\s+(?:after|following)\s+(?:\w+\s+){{1,3}}?\w*)?{_COLON}"),
        "**Answer:** 5",
        follows="sentence",
        lead=1,
    ),
    Marker(
        "en_is",
        "English",
        ("nswer", "NSWER"),
        _re(rf"answers?{_OF},?{_AFTER}\s*(?:, ?[a-z][^,.:;\n]{{1,40}}, ?)?{_COPULA}"),
        "The answer is $5$.",
        lead=1,
    ),
    Marker(
        "en_short",
        "English",
        ("Ans", "ANS"),
        _re(r"ans\s*[.:：=][:：=]?(?=\s*\S)"),
        "Ans: 5",
        follows="sentence",
        line_start=True,
    ),
    Marker(
        "en_heading",
        "English",
        ("nswer", "NSWER"),
        _re(r"answer[*_# \t]*(?=\n|\$|\\[(\[])"),
        "## Final Answer\n5",
        follows="sentence",
        lead=1,
        line_start=True,
    ),
    Marker(
        "en_option",
        "English",
        ("hoice", "ption"),
        _re(
            rf"(?:choice|option)s?\s*(?:{_COPULA}|[:：])"
            r"(?=\W*(?:therefore |thus |then )?\W*(?:option |choice )?\W*[A-Ja-j]\b)"
        ),
        "The correct option is (B).",
        lead=1,
    ),
    Marker(
        "en_option",
        "English",
        ("ption",),
        _re(rf"option\s*(?:{_COPULA}|[:：])(?=\W*[A-Ja-j]\b)"),
        "The correct option is (B).",
        lead=1,
    ),
    Marker(
        "en_option_right",
        "English",
        ("ption", "hoice"),
        _re(
            r"(?:option|choice)s?\s+(?=[*($]*[A-J][*)$]*(?:(?:,|,?\s+and)\s+[*($]*[A-J][*)$]*){0,8},?\s+(?:is|are)\s+(?:the\s+)?(?:correct|right|best|answer)\b)"
        ),
        "Option C is correct.",
        follows="letter",
        lead=1,
    ),
    Marker(
        "en_result",
        "English",
        ("esult",),
        _re(rf"result{_AFTER}[:：]"),
        "**Final result:** 5",
        lead=1,
        follows="sentence",
        line_start=True,
    ),
    Marker(
        "en_solution",
        "English",
        ("olution",),
        _re(rf"solutions?{_OF}\s+{_COPULA}"),
        "The solution is $x=5$.",
        "weak",
        lead=1,
    ),
    Marker(
        "en_before", "English", ("nswer", "olution"), _re(_IS_ANSWER), "Thus $x=2$ is our answer.", "weak", "before"
    ),
    # ---- Chinese and Japanese
    Marker(
        "zh_bracket",
        "Chinese",
        ("答案】", "答案]", "答】"),
        _re(r"答(?:案)?[】\]]\s*[:：]?"),
        "【答案】5",
        "strong",
        "words",
    ),
    Marker("zh_answer", "Chinese", ("答案",), _re(rf"答案{_TRAILER}{_ZH_IS}"), "答案是 5", follows="sentence"),
    Marker(
        "zh_option",
        "Chinese",
        ("选项",),
        _re(r"选项(?:应该|应)?(?:是|为|[:：])(?=\W*[A-J])"),
        "正确选项是 B",
        follows="letter",
    ),
    Marker(
        "zh_choice",
        "Chinese",
        ("选",),
        _re(
            r"(?<![可供备任挑筛误错不没别漏])选(?:择)?(?:答案)?[:：]?(?=[\s*$(（【]*(?:\\text\{|\\mathrm\{)?[(（]?[A-J]{1,6}(?![A-Za-z]))"
        ),
        "故选：C",
        follows="letter",
    ),
    Marker(
        "zh_fill",
        "Chinese",
        ("故填", "应填", "因此填", "所以填"),
        _re(r"(?:故|应|因此|所以)填(?:写|入)?[:：]?"),
        "故填 5",
        follows="sentence",
    ),
    Marker(
        "zh_reply", "Chinese", ("答：", "答:"), _re(r"答[:：]"), "答：一共5个。", follows="sentence", line_start=True
    ),
    Marker(
        "ja_answer",
        "Japanese",
        ("答え", "答", "正解", "解答"),
        _re(rf"(?:最終的?な?)?(?:答え|正解|解答|答){_TRAILER}(?:は|が|[:：])"),
        "答えは5です。",
        follows="sentence",
    ),
    Marker(
        "ja_bracket",
        "Japanese",
        ("答え】", "解答】", "正解】"),
        _re(r"(?:答え|解答|正解)】\s*[:：]?"),
        "【答え】5",
        "strong",
        "words",
    ),
    # ---- Korean
    Marker(
        "ko_answer", "Korean", ("답",), _re(rf"답{_TRAILER}(?:은|는|이|[:：])"), "정답은 5입니다.", follows="sentence"
    ),
    # ---- European languages
    Marker(
        "fr_answer",
        "French",
        ("éponse", "eponse", "ÉPONSE"),
        _re(rf"r[ée]ponse(?: finale| correcte| exacte)?(?:{_COLON}|\s+(?:correcte |finale )?(?:est|sera)\b)"),
        "La réponse est 5.",
        follows="sentence",
        lead=1,
    ),
    Marker(
        "es_answer",
        "Spanish",
        ("espuesta", "ESPUESTA"),
        _re(rf"respuesta(?: final| correcta)?(?:{_COLON}|\s+(?:correcta |final )?(?:es|será|sería)\b)"),
        "La respuesta es 5.",
        follows="sentence",
        lead=1,
    ),
    Marker(
        "it_answer",
        "Italian",
        ("isposta", "ISPOSTA"),
        _re(rf"risposta(?: finale| corretta| esatta)?(?:{_COLON}|\s+(?:corretta |finale )?(?:è|sarà)\b)"),
        "La risposta è 5.",
        follows="sentence",
        lead=1,
    ),
    Marker(
        "de_answer",
        "German",
        ("ntwort", "NTWORT"),
        _re(rf"antwort(?:{_COLON}|\s+(?:ist|lautet|wäre)\b)"),
        "Die Antwort lautet 5.",
        follows="sentence",
        lead=1,
    ),
    Marker(
        "pt_answer",
        "Portuguese",
        ("esposta", "ESPOSTA"),
        _re(rf"resposta(?: final| correta| certa)?(?:{_COLON}|\s+(?:correta |final )?(?:é|será|seria)\b)"),
        "A resposta é 5.",
        follows="sentence",
        lead=1,
    ),
    Marker(
        "ru_answer",
        "Russian",
        ("твет", "ТВЕТ"),
        _re(rf"ответ(?:{_COLON}|\s*[-—–]|\s+(?:равен|это|будет)\b)"),
        "Ответ: 5",
        follows="sentence",
        lead=1,
    ),
    Marker(
        "romance_option",
        "Romance",
        ("pción", "pção", "pzione", "ption", "lternativa"),
        _re(
            r"(?:opción|opção|opzione|option|alternativa)(?:\s+(?:correcta|correta|corretta|correcte|certa|giusta|bonne|exacte))?\s*(?:es|é|è|est|[:：])(?=\W*(?:(?:la|le|el|a|o|il)\s+)?(?:letra\s+|lettre\s+)?\W*[A-J]\b)"
        ),
        "A opção certa é B.",
        lead=1,
    ),
)
"""The rows; of those with one key the first that matches and may stand where it does is taken."""


@dataclass(frozen=True, slots=True)
class ThinkTag:
    """A pair of marks around reasoning that is not part of the answer, and who writes it."""

    open: str
    close: str
    source: str


THINK_TAGS: Final[tuple[ThinkTag, ...]] = (
    ThinkTag("<think>", "</think>", "DeepSeek-R1, Qwen3 and most open models"),
    ThinkTag("<thinking>", "</thinking>", "prompts written for Claude"),
    ThinkTag("<thought>", "</thought>", "Gemma and Gemini prompts"),
    ThinkTag("<seed:think>", "</seed:think>", "Seed-OSS"),
    ThinkTag("[THINK]", "[/THINK]", "Magistral"),
    ThinkTag("<|begin_of_thought|>", "<|end_of_thought|>", "Sky-T1, OpenThoughts"),
    ThinkTag("◁think▷", "◁/think▷", "Kimi"),
    ThinkTag("<|channel|>analysis<|message|>", "<|channel|>final<|message|>", "gpt-oss (harmony)"),
)
