"""Words of running prose by the role they play around an answer, in the languages of the markers."""

from __future__ import annotations

import re
from typing import Final

from mathequiv.lexicon.pattern import Pattern

__all__ = [
    "ABBREVIATIONS",
    "ADVERBS",
    "ASIDE",
    "ASKED",
    "BOUNDS_BEFORE",
    "CASE_LEAD",
    "CHECK",
    "CIRCUMSTANCES",
    "CJK_CIRCUMSTANCE",
    "COMPARED",
    "COMPARISONS",
    "CONCLUDES",
    "CONSEQUENCE",
    "COPULAS",
    "DERIVED",
    "GOES_ON_AFTER",
    "HEADING",
    "HYPOTHETICAL",
    "LINE_LEAD",
    "LINKS",
    "MODALS",
    "MONTH_AFTER",
    "MONTH_BEFORE",
    "NOTHING",
    "NO_NOUNS",
    "NUMBERED_PLACE",
    "ONLY_DENIES",
    "OPERATIONS",
    "OPERATORS_BEFORE",
    "OR_ABOUT",
    "OTHERWISE",
    "PART_AFTER_CJK",
    "PART_BEFORE_CJK",
    "PREMISE",
    "PREPOSITIONS",
    "RANGE",
    "RELATED_BEFORE",
    "SAME_VERB_CJK",
    "SEQUENCE",
    "STATED_WITH_OF",
    "STATES_NUMBER",
    "SUBORDINATORS",
    "SUPPOSED",
    "TITLES",
    "TOTALS",
    "TWO_WORDS",
    "UNREAD_CJK",
    "VERBS",
    "ends_in_denial",
    "is_contrary_to_fact",
    "is_denied",
    "is_refuted",
    "is_rejected",
    "without_denial",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COPULAS: Final = _words("""
    is are was were be equals equal becomes become remains gives yields makes est sont sera égale égalent es son será
    ist sind lautet beträgt é são è sono sarà vale равен равна равно составляет
""")
"""A value that is stated stands after one of these."""

VERBS: Final = COPULAS | _words("""
    has have had costs cost takes take needs need holds hold gets get got pays pay owes owe earns earn carries carry
    leaves leave contains contain weighs measures won wins sold sells ordered orders sees see keeps keep ran runs covers
    requires require bakes uses made had spends spent saves saved finds found obtain obtained passed can will must
    should would could may might shall cannot do does did reaches received lost won left means
""")
"""Finite verbs: a noun before one of them is no longer inside a prepositional phrase."""

PREPOSITIONS: Final = _words("""
    in on at for vs versus from with within without by after before during over under between among of to into onto than
    through     per via across around against along until till since out using based
    dans en pour après avant sur sous chez avec sans par à au aux de du des
    con para por desde hasta durante después antes tras sobre entre
    in nach vor für mit ohne bei von zu zum zur auf aus über unter durch um während
    em com sem depois dentro após
    dopo prima per tra fra
    за через для после до из при между через по на в с от
""")
"""A number after one of these belongs to an adjunct, unless a verb is between."""

MODALS: Final = _words("has have had needs need needed is are was were able wants want ought used going must takes got")
"""Before "to" and a verb: what must be done is the statement, no purpose."""

ADVERBS: Final = _words("""
    therefore thus then hence indeed simply just exactly approximately about roughly clearly actually still also now
    only precisely nearly around that so finally us you them me
    environ exactement donc aproximadamente exactamente entonces exatamente ungefähr genau etwa rund also
    circa esattamente quindi примерно ровно приблизительно
""")
"""They may be between a marker and its value and say nothing of it."""

STATED_WITH_OF: Final = Pattern(
    r"(?:\ban?\s+(?:(?:grand|final|combined|overall)\s+)?total(?:\s+[a-z]+)?|\banswer)\s+of\W{0,3}\Z"
    r"|\bof (?:length|area|volume|value|size|magnitude)\W{0,3}\Z",
    re.IGNORECASE,
)
"""Before a number that is stated, whatever preposition is before ("for a total of 6")."""

CIRCUMSTANCES: Final = _words("when where whenever wenn quando cuando quand где когда")
"""A number after one of these says under which circumstances."""

CJK_CIRCUMSTANCE: Final = Pattern(r"[，,。]?\s*(?:此时|这时|其中|当且仅当|当|这里|このとき)[^，,为是得共]*\Z")
"""The same in Chinese and Japanese."""

SUBORDINATORS: Final = _words("""
    because since as which so where when whereas while i.e e.g therefore thus hence if but
    pois porque car puisque parce weil da denn donc dove perché poiché così так потому поскольку ya
""")
"""What follows one of these explains the value before it."""

TITLES: Final = _words("""
    mr mrs ms dr st prof no nr approx vs sr sra srta jr mme mlle fig eq ca bzw z.b d.h gen capt lt col hon rev dra
""")
"""Abbreviations after which a sentence goes on, whatever follows."""

ABBREVIATIONS: Final = Pattern(r"(?:(?<=[\s(])|^)(?:[A-Za-z]\.){1,3}[A-Za-z]$")
"""Letters with full stops between them (U.S, i.e, a.m), where a small letter after the last one goes on."""

_DENIED: Final = Pattern(
    r"\b(?:if|suppose|supposing|assume|assuming|whether|unless|not|never|cannot|wrong|incorrect|previous|earlier|claims?"
    r"|claimed|says|said|wrote|handed in|check|checking|verify|verifying|tempt(?:ing|ed)"
    r"|(?:might|may|could) (?:think|say|guess|expect|believe)"
    r"|si|supposons|supongamos|wenn|falls|angenommen|nicht|nie|não|non|нет|не|если)\b|n['’]t\b"
    r"|错误|假设|如果|若|不|別|もし|만약|아니|原以为|本以为|误以为|原先|起初",
    re.IGNORECASE,
)
_REFUTED: Final = Pattern(
    r"\b(?:wrong|incorrect|not (?:correct|right|valid|possible)|unless\b(?=.*\d))\b|错|falsch|incorrecta?\b",
    re.IGNORECASE,
)
_REASON: Final = Pattern(r"\b(?:because|since|as|for|weil|porque|car|perché)\b|因为|由于", re.IGNORECASE)
_DENIAL: Final = Pattern(
    r"""\s*(?:[,;，；]\s*(?:and\ |but\ |rather\ than\ )?|\s(?:and\ |but\ |rather\ than\ ))
        (?:not|never|et\ non|non|y\ no|no|e\ não|não|nicht|und\ nicht|e\ non|а\ не)\b(?=\W*[\d$(\\"'A-Z-])
    |\s*(?:rather\ than|instead\ of)\b
    |\s*(?:[,，；;]\s*)?(?:而不是|而非|不是)
    |\s*\((?:and\ )?not\b""",
    re.VERBOSE,
)
NOTHING: Final = Pattern(
    r"(?:\bno (?:real |integer |such )?(?:solutions?|roots?)"
    r"|\binfinitely many(?: (?:real |integer )?(?:solutions?|values))?"
    r"|无(?:实数?)?[解根]|没有(?:实数?)?[解根]|无[数穷]多?个?[组个]?解)(?=\W*\Z)",
    re.IGNORECASE,
)
"""The end of a statement that there is no answer, or that there are endlessly many, which is one."""
STATES_NUMBER: Final = Pattern(
    r"(?:\b(?:is|are|was|were|has|have|gets?|equals?|takes?|needs?|left with)\s+"
    r"(?:(?:exactly|only|about)\s+)?(?=[a-z])"
    r"|(?:是|为|[还共只]?[有剩]|需要?|等于)(?=[二三四五六七八九两]|[一二三四五六七八九]?[十百千]|百分之|[一二三四五六七八九十]分之))"
    r"(?P<value>[\w-]+(?:\s[\w-]+){0,4}?)(?:\s(?:in|on|at|left|for)\s[^.,;\d]{1,40})?\W*\Z",
    re.IGNORECASE,
)
"""A verb and the words to the end, which may be a number."""
SUPPOSED: Final = Pattern(r"\b(?:if|when|for|where|unless|with)\b|当|若|如果|[时時]", re.IGNORECASE)
"""What makes such a statement one of a case, so that what is asked for may be the case."""
ASIDE: Final = Pattern(
    r"[\s*_#>(（-]*(?:\d{1,2}[.)]\s)?(?:(?:(?:please |also )?note|notice|remark|observe|hint)\b|p\.?s\.|alternatively\b"
    r"|(?:please )?let me know\b"
    r"|(?:plugging|substituting|putting)\b[^.\n]{0,40}\bback\b"
    r"|feel free\b|(?:i )?hope\b|if you\b|(?:or )?(?:would|do) you (?:like|want)\b|or (?:try|should i|shall i)\b"
    r"|this (?:minimum|maximum|value|bound) (?:is|occurs)\b[^.\n]{0,12}\b(?:at|when|for|if)\b"
    r"|equality (?:holds|occurs)\b|want me to\b"
    r"|(?:(?:we|you|i|let us|let['’]s|let me|to)\s+(?:(?:can|may|could|will|now|also|quickly)\s+)*)?"
    r"(?:double-?check|check|verify|confirm|verification)\b"
    r"|(?:备?注意?|说明|提示|检验|验证|验算|经检验|经验证|代入检验|如果你?(?:有|需要|想)|希望))",
    re.IGNORECASE,
)
"""The beginning of a sentence that adds something to the answer, checks it or takes leave."""

CHECK: Final = Pattern(
    r"(?m)^[ \t*_#>-]*(?:(?:quick |double-?)?check(?:ing)?|verification|verify|verifying|验证|检验|验算|proof|notes?"
    r"|remarks?)"
    r"(?: (?:the|our|your|of)\b[^\n:：]{0,40})?[\s*_]*(?:[:：][\s*_]*|$)",
    re.IGNORECASE,
)
"""A heading above what checks or explains the answer."""

CONCLUDES: Final = Pattern(
    r"(?:^|[.。!！\n])[ \t*_#>-]*"
    r"(?:(?:so|thus|therefore|hence|consequently|finally|conclusion|in conclusion|in total|altogether)\b"
    r"|[^.\n]{0,60}\b(?:is|are) (?:therefore|thus|hence)\b"
    r"|所以|因此|因而|故|综上|答|∴)",
    re.IGNORECASE,
)
"""The beginning of a sentence that draws a conclusion."""

CASE_LEAD: Final = Pattern(
    r"\b(?:if|when|for|case|part|question|otherwise)\b|[(（](?:\d|[a-h]|i{1,3}|iv|v)[)）]|^\W*(?:\d|[a-h])[.)]"
    r"|当|若|如果|情况|对于|否则|第.{1,2}[问题]",
    re.IGNORECASE,
)
"""Before a value of one case, or of one part of the question."""

TOTALS: Final = Pattern(
    r"\b(?:total|sum|overall|altogether|answer|result|conclusion|final|solution|therefore|thus|hence|so|output|combined"
    r"|difference)\b|总|合计|共|答|结果|结论|所以|因此|故|最[后终]",
    re.IGNORECASE,
)
"""In the label of an item that is stated for all of them."""

SEQUENCE: Final = Pattern(
    r"\b(?:step|first|second|third|then|next|now|finally|given|known|let|check|simplify|solve|substitute|divide|multiply"
    r"|add|subtract|compute|calculate)\b|步|首先|其次|然后|接着|已知|设|解",
    re.IGNORECASE,
)
"""In the label of an item that leads to the next one."""

ASKED: Final = Pattern(
    r"\b(?:(?:we|you|i)(?:['’]re| are|['’]m| am|['’]ve been| were)? asked (?:for|to|about|what|how|which)"
    r"|is asking (?:for|us|what|how)"
    r"|(?:need|have|want|try|trying|going) to (?:find|determine|compute|calculate|work out|solve))\b",
    re.IGNORECASE,
)
"""What says after a number what is asked for, which the number is not."""


def is_denied(clause: str) -> bool:
    """Whether a clause before a marker denies, supposes or reports what follows."""
    return _DENIED.search(clause) is not None


def is_refuted(clause: str) -> bool:
    """Whether a clause after a value says that it is wrong; a reason for it may say so of another one."""
    return _REFUTED.search(_REASON.split(clause, maxsplit=1)[0]) is not None


def is_contrary_to_fact(marker: str, after: str) -> bool:
    """Whether a marker says what an answer would be, and what follows the value under which condition."""
    return _WOULD.search(marker) is not None and _CONDITION.search(after) is not None


_WOULD: Final = Pattern(r"\b(?:would|sería|seria|serait|sarebbe|wäre)\b", re.IGNORECASE)
_CONDITION: Final = Pattern(r"\b(?:if|si|se|wenn|falls)\b", re.IGNORECASE)

_REJECTS: Final = Pattern(
    r"\b(?:not|never|none|cannot|wrong|incorrect|unlikely|anything but|previous|previously|earlier)\b"
    r"|\b(?:says|said|claims|claimed|thinks) (?:that )?(?:the|its|it['’]s|it is)\b"
    r"|\b(?:nicht|falsch|non|não|не|no es)\b|n['’]t\b|\bn['’]\w+ pas\b|错误|不是|不可能|ではな|ではあり",
    re.IGNORECASE,
)
_SUPPOSES: Final = Pattern(
    r"(?:\b(?:if|suppose|supposing|assume|assuming|unless|wenn|falls|si|se|если)\b|如果|假设|若|もし)[^\d$\\]*\Z",
    re.IGNORECASE,
)


ONLY_DENIES: Final = Pattern(
    r"\W*(?:(?:so|thus|hence|therefore|but),? )?(?:it|this|that|the (?:answer|value|number|result|sum|total)) "
    r"(?:cannot|can['’]t|could not|is not|isn['’]t)\b[^.]*[,\s](?:because|since|as|for)\b",
    re.IGNORECASE,
)
"""A sentence that says what an answer is not, and why."""
HYPOTHETICAL: Final = Pattern(
    r"\bif (?:one|we|you|they|it)\b.*\bwould\b|\bif\b.{1,80}\bwere\b.{1,80}\bwould be\b|\bif, for example\b",
    re.IGNORECASE,
)
"""Before a value in its sentence: what would be if something was done that was not."""


def is_rejected(before: str, after: str) -> bool:
    """Whether what stands before or after a value in its clause, brackets apart, denies, supposes or rejects it."""
    before = _BRACKETED.sub(" ", before)
    return any(
        found is not None for found in (_REJECTS.search(before), _REJECTS.search(after), _SUPPOSES.search(before))
    )


_BRACKETED: Final = Pattern(r"\([^()]*\)(?=[^()]*[a-z][^()]*\Z)")
"""Words in brackets before other words: "the minimum (not where it is attained) is"."""


def without_denial(text: str, start: int, end: int) -> int:
    """Where the value ends that a denied one follows (``12, not 13``); ``end`` where none does."""
    found = _DENIAL.search(text, start, end)
    if found is None or _MAY_BE_VALUE.search(text, start, found.start()) is None:
        return end
    return found.start()


_MAY_BE_VALUE: Final = Pattern(r"[\d$\\]|\b[A-Z]{1,5}\b|(?<=[a-z]\s)[A-Z]")
"""What a text holds that may be an answer: mathematics, the letter of a choice, a name."""


_DENIES_NEXT: Final = Pattern(
    r"(?:\b(?:not|never|isn['’]t|wasn['’]t|nicht|et non|no es|não é|не)(?:\s+(?:be|equal to))?|而不是|而非|不是)"
    r"[\s:$(\\\[]*\Z",
    re.IGNORECASE,
)


_QUOTES_NEXT: Final = Pattern(
    r"\b(?:textbook|book|answer key|classmate|friend|student)(?:['’]s \w+)?\s+(?:gives|says|claims|got|has|lists|wrote)"
    r"[\s:$(\\\[]*\Z",
    re.IGNORECASE,
)


def ends_in_denial(before: str) -> bool:
    r"""Whether what stands before a box denies it (``not \boxed{9}``), or says whose it is ("The textbook gives")."""
    last = before.rstrip(_OPENING)[-_LONGEST_END:].lower()
    if not last.endswith(_ENDS):
        return False
    return _DENIES_NEXT.search(before) is not None or _QUOTES_NEXT.search(before) is not None


_OPENING: Final = " \t\n\r\u3000:$(\\["
_ENDS: Final = (
    *("not", "never", "n't", "n’t", "nicht", "non", "es", "é", "не", " be", " to", "是", "而非"),
    *("gives", "says", "claims", "got", "has", "lists", "wrote"),
)
"""What stands before what is denied or quoted, by its last letters: a look that most texts need, and no more."""
_LONGEST_END: Final = max(map(len, _ENDS))


NUMBERED_PLACE: Final = Pattern(
    r"\b(?:in|by|from|of|see|at|under|like)\s+(?:step|part|section|equation|figure|table|line|lemma|theorem|method|attempt"
    r"|problem|question|exercise|number)\s+\Z|^\W*(?:step|problem|question|exercise|case|part)\s+\Z",
    re.IGNORECASE,
)
"""Before the number of a place in the text, which is no value."""
OR_ABOUT: Final = Pattern(
    r"\s*[,(]\s*(?:or|i\.e\.,?|that is,?|and so)?\s*(?:roughly|about|approximately|approx\.?|around|nearly)\s+",
    re.IGNORECASE,
)
"""Between a value and about how much it is."""

NO_NOUNS: Final = _words("""
    the and or he she it they we this that there y et und e o ou here overall long wide tall high deep ago
""")
"""Words after a number that neither count nor measure what it is of."""

COMPARED: Final = _words("more less fewer other others")
"""Words after a number that count something beside what was counted before."""

OPERATIONS: Final = _words("""
    sum product difference quotient remainder square cube root reciprocal inverse opposite negative factorial logarithm
    average mean median maximum minimum double triple
    multiple multiples divisor divisors factor factors log ln sine cosine tangent logarithmus power powers half third
    quarter percent percentage twice thrice floor ceiling modulus magnitude absolute
    racine carré carre moitié double triple tiers quart raíz raiz mitad doble triple tercio cuadrado cubo metade dobro
    radice metà doppio wurzel hälfte doppelte dreifache quadrat половина корень квадрат куб
""")
"""What is made of the numbers after one of these is not said by them ("the sum of 3 and 4")."""

TWO_WORDS: Final = frozenset(
    {
        "absolute value",
        "raíz cuadrada",
        "raíz cúbica",
        "raiz quadrada",
        "raiz cúbica",
        "racine carrée",
        "racine cubique",
        "radice quadrata",
        "radice cubica",
    }
)
"""The same in two words."""

LINKS: Final = _words("of the a an de du des la le les el los von aus der die das den di del della da que als che")
"""Words between one of those, or a comparison, and its number."""

OPERATORS_BEFORE: Final = _words("minus plus times choose mod modulo over per remainder")
"""Operators in words: between two numbers they make one value of both."""

BOUNDS_BEFORE: Final = _words("""
    over under above below beyond exceeding exceeds exceed minus negative base excluding except
    moins menos meno минус plus máximo mínimo maximal minimal höchstens mindestens almeno больше меньше более менее
    über unter entre zwischen tra fra между nicht não не pas
""")
"""Words right before a number that bound it or turn its sign."""

COMPARISONS: Final = _words("""
    mayor menor más menos máximo mínimo inferior superior moins plus supérieur inférieur supérieure inférieure
    weniger mehr größer kleiner maior maiores mais meno più maggiore minore больше меньше более менее не
    mindestens höchstens almeno au al pelo
""")
"""The same with a link between ("menor que 5", "au moins 5")."""

RELATED_BEFORE: Final = Pattern(
    r"\b(?:different|differs?|divisible|coprime|prime|distinct|proportional|perpendicular|parallel|congruent|close)"
    r"\s+(?:from|by|to|with|than)\s+\Z|\b(?:one|two|three)\s+(?:in|of|out of)\s+\Z",
    re.IGNORECASE,
)
"""Before a number to which something else is only related."""

RANGE: Final = Pattern(r"\s+(?:to|by|à|a|bis|до|through|thru)\s+")
"""Between the two ends of a range, or two lengths."""

OTHERWISE: Final = Pattern(
    r"\b(?:else|otherwise|in which case|sinon|sonst|altrimenti|caso contr[aá]rio|иначе)\b"
    r"|否则|其他情况|でなければ|それ以外",
    re.IGNORECASE,
)
"""What gives another value for another case."""

_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
MONTH_BEFORE: Final = Pattern(rf"\b{_MONTH}\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?\Z")
MONTH_AFTER: Final = Pattern(rf"(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b")
"""The name of a month beside the number of a day or year."""

SAME_VERB_CJK: Final = Pattern(r"(?:需要?|等于|约?为|是|有|用|得|共|剩|卖|买|花)\s*(?:了\s*)?\Z")
"""What states a value in Chinese, right before it."""
PREMISE: Final = Pattern(
    r"\b(?:if|when|since|because|given|let|suppose|assuming|where|as|for|from|with|initially)\b|当|若|如果|因为|由于?|已知|设|假设|原来(?=[有是])|取|令",
    re.IGNORECASE,
)
"""Before a value that is given or supposed, and not stated."""
CONSEQUENCE: Final = Pattern(
    r"\b(?:so|thus|hence|therefore|then|giving|gives|means|implies|which|since|because|if|when|finally|total"
    r"|altogether|combined|together)\b|所以|因此|因而|故|则|即|那么|于是|从而|得[到出]|解得|代入|一共|总共?|合计|共|最[后终]",
    re.IGNORECASE,
)
"""Between two values of which the second follows from the first."""

DERIVED: Final = Pattern(
    r"\b(?:area|volume|perimeter|sum|difference|product|average|total|ratio)\b|面积|体积|周长|[之的][和差积比]|和[为是]|平均",
    re.IGNORECASE,
)
"""What is worked out of values that stand before it."""

GOES_ON_AFTER: Final = Pattern(
    r"\s*(?:[(\[]\s*(?:is\s+)?(?:rejected|reject|extraneous|discarded|discard|invalid|not valid)\b"
    r"|(?:and|or)\s+(?:a|one|two|three)\s+(?:half|third|quarter|thirds|quarters)\b"
    r"|at (?:most|least)\b|(?:more|less|fewer|greater|larger|smaller) than\b"
    r"|(?:with\s+)?(?:an?\s+)?remainder\b|or (?:more|less|fewer)\b|out of\b"
    r"|(?:young|old|long|short|tall|high|low|heavi|light|fast|slow|lat|earli|wid|bigg|small)(?:er|e) than\s+\W?\d"
    r"|of\s+(?:\d|\$?\\?[b-z](?![a-z]))"
    r"|to the (?:power|\w+ power|\d+(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|nth)\b"
    r"|(?:al cuadrado|al cubo|ao quadrado|ao cubo|au carré|au cube|al quadrato|hoch \w+|в квадрате|в кубе)(?![\w])"
    r"|(?:fois|veces|vezes|volte|mal|раза?)\s+[\w$\\(]"
    r"|(?:minus|plus|times|choose|mod|modulo|divided by)\s+[\w$\\(]|per\s+[a-z]\b)",
    re.IGNORECASE,
)
"""Words after a value with which it is a part of another one."""

PART_BEFORE_CJK: Final = Pattern(
    r"(?:[负負]|\d\s*(?:[加减減乘至到]|から|에서)|根号|ルート|マイナス|마이너스|零下|[上下]午|[早晚]上|中午|凌晨|午[前後]|오[전후]|분의|分の"
    r"|除以?|\d的|不(?:等于|为|是)?|并非|可能是?|大概|也许|倍|(?:至少|至多|最多|最少)(?:[为是有])?|不(?:到|足)|超过"
    r"|[少多大小][于过](?:或?等于)?|分之)[\s:：$*_\"“(（]*\Z"
)
UNREAD_CJK: Final = Pattern("ではな|ではあり|じゃな|아니|아닙|より(?:大|小|多|少)|未満|이상|이하|미만|초과|보다|제곱")
"""What denies, bounds or raises a value in Japanese and Korean; the comparison would take it for a noun."""
PART_AFTER_CJK: Final = Pattern(
    r"\s*(?:[(（]?(?:舍去?|不合|不符合|增根)|[加减減乘除]|[至到]\s*\d|(?:から|에서)\s*\d|分之|分の|분의|未満|より|ではな|ではあり|じゃな"
    r"|의 제곱|이 아[니닙]|이[상하]|미만|초과|보다|の\d+乗|乗"
    r"|的\s*(?:\d+\s*[次倍]|平方|立方|倒数|相反数|倍数|因数|约数|一半|[两二三四五六七八九十]倍|阶乘|补数|绝对值)|[次倍](?:方|幂)?\s*\Z|以[上下内])"
)
"""The same of Chinese before and after a value."""

LINE_LEAD: Final = Pattern(
    r"(?:[\s>#*_\\{]|[-•]\s|textbf|\b(?:final|correct|required|desired|exact|numerical|simplified|complete|overall|right"
    r"|best|my|our|the|possible|short)\b)*",
    re.IGNORECASE,
)
"""What may be before a heading that announces the answer."""

HEADING: Final = Pattern(
    r"(?:\d+[.):]\s|(?:[^\W\d_]+\s+){1,4}(?:\d+|[A-Z])?[:：]|(?:step|part|case|schritt|paso|第)\b)", re.IGNORECASE
)
"""What a heading after four hashes begins with ("Step 3:")."""
