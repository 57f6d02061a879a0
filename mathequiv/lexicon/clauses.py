"""Words that make a sentence of a subject and its value: copulas, links, fillers, conditions; English and Chinese."""

from __future__ import annotations

from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = [
    "ADJUNCTS",
    "AFTER_COPULA",
    "ANGLE_LEADS",
    "ANNOUNCED",
    "ANNOUNCING",
    "AS_SAID",
    "ATTAINED",
    "AT_RATE",
    "CHINESE_AND",
    "CHINESE_CHOICE",
    "CHINESE_CONDITION",
    "CHINESE_LEAD",
    "CHINESE_MONOTONIC",
    "CHINESE_SENTENCE",
    "CHINESE_SHIFT",
    "CHINESE_UNITS",
    "CHINESE_WHEN",
    "CHINESE_WHERE",
    "CIRCUMSTANCES",
    "COMPLEMENT",
    "COMPOUNDS",
    "CONCLUDED",
    "CONVERGED",
    "CONVERGING",
    "CONVERGING_TO",
    "COPULAS",
    "EXACTLY_WHEN",
    "EXISTENTIAL",
    "FILLERS",
    "FREE_SIGNS",
    "HEADINGS",
    "LED",
    "LINKING",
    "LINKS",
    "MEASURING",
    "MEETINGS",
    "METHODS",
    "METHOD_LEADS",
    "MOVING",
    "NAMING",
    "NEARLY",
    "NO_ENDS",
    "OF_SOMEBODY",
    "PEOPLE",
    "PLACES",
    "PURPOSES",
    "REASONS",
    "RELATIVE",
    "REPEATS",
    "SHARES",
    "SHOWING",
    "SIDES",
    "SORTS",
    "SOUGHT",
    "STRETCHING",
    "TENDING",
    "TIMES",
    "TUPLES",
    "WHEN",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COPULAS: Final = frozenset(("is", "are", "equals", "equal", "was", "were", "becomes"))
"""Verbs between a subject and its value."""

NEARLY: Final = frozenset(
    (*("approximately", "approx", "about", "roughly", "around", "nearly"), *("约为", "约等于", "大约为", "大约", "约"))
)
"""Words before a value that say that it is near."""

FILLERS: Final = NEARLY | {"exactly", "precisely", "just", "simply", "also", "then", "therefore", "only"}
"""Words before a value that say nothing of it."""

AFTER_COPULA: Final = (("approximately", "equal", "to"), ("equal", "to"), ("given", "by"))
"""Phrases after a copula that say nothing of the value."""

SHOWING: Final = _words("""
has have had reaches reach reached attains attain attained achieves achieve takes take assumes gives yields gets
    shows exhibits acquires
""")
"""Verbs between a subject and a noun that it has (``A has rank 2``)."""

MEASURING: Final = SHOWING | _words("""
needs need requires require costs cost earns earn earned pays pay paid travels travel traveled travelled weighs
    weigh contains contain makes make made sells sell sold spends spend spent saves save saved receives receive received
    covers cover covered runs ran walks walked drives drove produces produce uses use used buys bought eats ate reads
    owes collects collected lasts meet meets met arrives arrive moves move flies
    holds owns measures raised scored scores completed completes
    slides slid rolls rolled rises rose climbs climbed ascends jumps jumped bounces bounced
    swings accelerates accelerated orbits rotates rotated revolves spins oscillates vibrates flows flew swims swam rows
    lands landed hits hit strikes struck stops stopped returns returned
    stretches stretched compresses compressed extends bends grows grew spans stands experiences feels exerts carries
    stores absorbs absorbed generates delivers supplies draws forms subtends displaces displaced penetrates
    finishes finished comes came buy eat score finish read walk run drive move reach travels complete took
""")
"""Verbs before how much a subject has, takes or makes, or how far, long or fast it does so."""

CIRCUMSTANCES: Final = _words("""
    before in up down along across around into onto through
""")
"""Words after a value with its unit that open what is said of where its subject has it; none that bounds or shares."""

SHARES: Final = _words("each every per any one another average time mean excess addition")
"""Words that make of what stands before them a part of a value."""

MEETINGS: Final = _words("after in at with for")
"""Words that end what a verb is about before when or how fast it is (``hits the ground after 4 s``)."""

STRETCHING: Final = _words("stretches stretched compresses compressed extends extended bends moves moved")
"""Verbs after which ``by`` stands before a length, rather than before what is added to a value."""

OF_SOMEBODY: Final = _words("takes take took costs cost")
"""Verbs that may have a person as an object before how much it is (``It takes him 3 hours``)."""

PEOPLE: Final = _words("him her me us them you it the a train car boy girl man woman student worker machine bus team")
"""Words of such objects: a closed list, since a preposition there bounds the value (``It takes over 3 hours``)."""

COMPOUNDS: Final = _words("""
half-life ground-state steady-state excited-state first-order second-order zero-order cross-section rest-mass
    free-fall round-trip
""")
"""Words with a hyphen that say of what a value is: a closed list, since ``mis-`` and ``pre-`` change it."""

MOVING: Final = _words("""
moving increasing rising growing climbing ascending expanding accelerating traveling travelling running walking driving
    flying rotating spinning orbiting revolving vibrating oscillating swimming rolling sliding cycling sailing
""")
"""Participles of what has a positive rate: a closed list, since what sinks has a negative one."""

NAMING: Final = COPULAS | _words("has have had got")
"""Verbs that are no part of the label before them (``Tom has 3`` is of Tom)."""

LED: Final = (
    ("a", "total", "of"),
    ("total", "of"),
    ("a", "sum", "of"),
    ("at", "a", "speed", "of"),
    ("at",),
    ("after",),
    ("for",),
    ("a", "distance", "of"),
    ("a", "total", "distance", "of"),
    ("with", "a", "speed", "of"),
    ("at", "a", "rate", "of"),
    ("at", "the", "rate", "of"),
    ("at", "a", "constant", "speed", "of"),
)
"""Phrases between a verb and how much its subject has."""

ADJUNCTS: Final = (("in", "total"), ("in", "all"), ("altogether",), ("overall",), ("combined",))
"""Words after a value that say nothing of it."""

TIMES: Final = _words("s sec second seconds min minute minutes h hr hour hours day days ms")
"""Units after which a value that is reached ``after`` so many of them ends."""

CONCLUDED: Final = _words("""
the our my a an only all final required unique desired such ordered integer possible real
    solution solutions answer answers result results value values pair pairs triple triples root roots option
""")
"""Words after a value and a copula that call it the answer (``x < 5 is the only solution``)."""

EXACTLY_WHEN: Final = Pattern(
    r"(?<![a-z])(?:if\s+and\s+only\s+if|iff|(?:exactly|precisely)\s+(?:when|if))(?![a-z])|当且仅当|\\iff(?![a-z])"
)
"""What stands before a condition that holds exactly when something else does."""

NO_ENDS: Final = _words("the our my a an only all integer real unique possible ordered")
"""Words that do not end what calls a value the answer."""

AS_SAID: Final = frozenset(
    f"as {word}" for word in ("required", "desired", "claimed", "expected", "wanted", "needed", "stated", "requested")
)
"""Words after a value that say nothing of it."""

REASONS: Final = _words("since because")
"""What opens the reason for a value before it."""

ATTAINED: Final = _words("attained achieved reached obtained occurring taken")
"""What opens the place where a value before it is taken."""

FREE_SIGNS: Final = frozenset(
    f"{lead}{said}".strip()
    for lead in ("", "with ", "for ")
    for said in (
        *("all sign combinations", "all combinations of signs", "all four sign combinations", "all choices of signs"),
        *("independent signs", "any choice of signs", "any combination of signs", "all possible sign combinations"),
        *("signs independent", "signs chosen independently", "arbitrary signs", "all possible signs"),
    )
)
"""What says of several signs that each may be either."""

TENDING: Final = (("converges", "to"), ("tends", "to"), ("converge", "to"))
"""What says the value of a limit, as a copula does."""

CONVERGING: Final = frozenset(("converges", "converge", "convergent"))
CONVERGING_TO: Final = frozenset(("with", "and", "its", "the", "to"))
"""What says that something has a limit, and words between that and what it is."""

PLACES: Final = (("at",), ("located", "at"))
"""What comes between a copula and coordinates."""

METHOD_LEADS: Final = frozenset(("by", "using", "via", "applying"))
"""What opens the method by which a value was found."""

METHODS: Final = frozenset(
    [
        *("rule", "theorem", "test", "tests", "parts", "substitution", "criterion", "symmetry", "induction", "lemma"),
        *("definition", "comparison", "integration", "differentiation", "expansion", "convergence", "factoring"),
        *("telescoping", "algorithm", "transform", "cauchy", "squeeze", "sandwich", "parity", "elimination"),
    ]
)
"""Nouns of methods; a phrase that opens so and holds one says nothing of the value."""

REPEATS: Final = frozenset(("once", "twice", "repeatedly", "again"))
"""How often a method was used."""

PURPOSES: Final = frozenset(("to", "for", "that", "which", "satisfying"))
"""Words after what is counted that say what it is for."""

LINKS: Final = frozenset(("so", "thus", "hence", "therefore", "then", "finally"))
"""Words that only link a sentence to the one before it."""
LINKING: Final = frozenset(("in conclusion", "to conclude", "as a result", "in summary", "it follows that"))
"""Phrases that do so before a comma."""

EXISTENTIAL: Final = (("there", "are"), ("there", "is"), ("we", "get"), ("we", "have"), ("we", "obtain"), ("it", "is"))
"""Phrases before a value that has no subject."""

WHEN: Final = frozenset({"when", "at", "if"})
"""What opens a condition after a value."""

COMPLEMENT: Final = frozenset(["of", "that", "such", "for"])
"""What opens what is said of a noun after it."""

RELATIVE: Final = frozenset(["that", "which", "who", "where", "when", "such"])
"""What opens a clause within a subject, which has a copula of its own."""

_COMPASS: Final = ("north", "south", "east", "west")
HEADINGS: Final = frozenset((*_COMPASS, "clockwise", "counterclockwise", "anticlockwise", "tension", "compression")) | {
    f"{way}ward{ending}" for way in ("up", "down", "left", "right", *_COMPASS) for ending in ("", "s")
}
"""Words that are a direction and nothing else."""
SIDES: Final = frozenset(("up", "down", "left", "right"))
"""Words that are a direction, or what is left of a number, or in which way it changed."""

ANGLE_LEADS: Final = frozenset(("an", "angle", "of"))
"""Words between ``at`` and the angle of a vector."""

ANNOUNCED: Final = frozenset(("solutions", "roots", "answers", "values", "zeros"))
ANNOUNCING: Final = frozenset(
    ("the", "two", "three", "four", "all", "real", "distinct", "possible", "only", "different")
)
"""Nouns before a colon after which values follow, and words before them."""
SOUGHT: Final = frozenset(("solution", "root", "answer", "points", "point", "extrema", "intercepts"))
"""Nouns before a colon after which a named value follows."""
SORTS: Final = frozenset(
    ("critical", "stationary", "turning", "inflection", "intersection", "fixed", "equilibrium", "general", "final")
)
"""What may be said of these."""
TUPLES: Final = frozenset(
    ("pair", "pairs", "triple", "triples", "quadruple", "quadruples", "quintuple", "quintuples", "tuple", "tuples")
)
"""Objects that have an order."""

CONVERGED: Final = frozenset(("sum", "value", "limit"))
"""What something converges to, by its noun."""

CHINESE_SENTENCE: Final = Pattern(
    r"(?P<before>.*?)(?P<copula>(?:分别|大约|[约应就])?(?:[为是]|等于|收敛于))(?:大约|约)?(?P<after>.*)"
)
"""Characters that hold the copula of a sentence, with what stands before and after it."""

CHINESE_LEAD: Final = Pattern(
    r"(?:综上所述|综上|所以|因此|因而|从而|于是|可知|可得|解得|易得|求得|则|故|即|答|解|有|总共|一?共计?|还?需要?"
    r"|应?选择?|(?:正确)?答案[是为]?|(?:直线|曲线|函数|图[象像]|抛物线)?[必恒]?过定点)+"
)
"""Words that only lead to a value."""

CHINESE_CHOICE: Final = Pattern(
    r"(?:故|应|所以)*(?:选择?|(?:正确)?答案[是为选])(?=.{1,4}$)"
    r"|(?:所以|因此|故)?(?:一共|总共|共)有?(?=[一二三四五六七八九十百千万两])"
)
"""Words before what is chosen, or before a number in words."""

CHINESE_AND: Final = Pattern("[和与及、]")
"""What joins names."""

CHINESE_CONDITION: Final = Pattern(r"(?:当且仅当|当|若|如果)")
"""What opens a condition."""

CHINESE_WHEN: Final = Pattern(
    r"(?P<when>的?时候?)[,，]?(?:取?等号成立|取等号|等号成立|取[得到]?|有|函数)?(?P<what>[最极][大小]值?)?(?:成立)?"
)
"""What closes a condition, with what the words after it say again, or of what the value is."""

CHINESE_MONOTONIC: Final = Pattern(r"上?(?:是|为)?(?:单调)?(?:递)?(?P<which>增|减)(?:函数|加|少)?")
"""What says of a function that it rises or falls on an interval."""

CHINESE_SHIFT: Final = Pattern(
    r"(?:将|把)?(?:它的|其|函数)?(?:图[象像])?(?:沿[着]?(?:水平方向|竖直方向))?(?P<way>向[左右上下])平行?移动?了?"
)
"""What says in which direction a graph is shifted."""
CHINESE_UNITS: Final = Pattern("个?(?:单位长度|长度单位|单位)")
"""What says after a number that it is a length of that many ones."""

AT_RATE: Final = _words("at a the constant steady uniform rate speed of")
"""Words between a participle of what moves or grows and how fast it does."""

CHINESE_WHERE: Final = Pattern("其中|式中|这里")
"""What opens a declaration."""
