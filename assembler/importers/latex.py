"""LaTeX in a bibliography -> Unicode: accents, letters, signs; braces go, words stay."""

import re
import unicodedata
from dataclasses import dataclass

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å",
    "AA": "Å", "l": "ł", "L": "Ł", "i": "i", "j": "j", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
_SIGNS = {
    "textendash": "–", "textemdash": "—", "textregistered": "®", "texttrademark": "™",
    "textcopyright": "©", "copyright": "©", "textdegree": "°", "degree": "°", "textmu": "µ",
    "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "textbackslash": "\\", "textasciitilde": "~", "slash": "/",
    "textless": "<", "textgreater": ">", "textbar": "|", "textunderscore": "_", "ldots": "…",
    "dots": "…", "textellipsis": "…", "S": "§", "P": "¶", "pounds": "£", "times": "×",
    "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "approx": "≈", "sim": "~",
    "cdot": "·", "infty": "∞", "circ": "°", "rightarrow": "→", "to": "→", "neq": "≠", "ne": "≠",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ",
    "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
_SILENT = {
    "emph", "textit", "textbf", "textsc", "textsf", "texttt", "textrm", "textup", "textnormal",
    "text", "mathrm", "mathit", "mathbf", "mathsf", "mathcal", "em", "it", "bf", "sc", "rm",
    "tt", "sf", "url", "path", "mbox", "hbox", "noopsort", "ensuremath", "protect",
    "uppercase", "lowercase", "relax", "textsubscript", "textsuperscript",
}  # fmt: skip
"""Commands that change how words look, not which words there are."""
_SPACES = {",": "\u2009", ";": " ", ":": " ", " ": " ", "\n": " ", "/": "", "-": "", "!": ""}
RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
"""What stands in text for raised and lowered characters."""
_PIECE = re.compile(
    r"\\(?P<word>[A-Za-z]+)[ \t\n]*|\\(?P<sign>.)|---|--|``|''|[{}$~^_]|[^\\{}$~^_`'-]+|.",
    re.DOTALL,
)
_MARKS = {"---": "—", "--": "–", "``": "“", "''": "”", "~": "\u00a0"}


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without LaTeX, and the commands that were not known: they are kept as written."""

    text: str
    unknown: tuple[str, ...]


def plain(latex: str) -> Plain:
    """`{\\'E}tude of $\\beta$-cells, 43--53` -> `Étude of β-cells, 43–53`."""
    reading = _Reading()
    for match in _PIECE.finditer(latex):
        reading.take(match)
    text = unicodedata.normalize("NFC", "".join(reading.out))
    return Plain(re.sub(r"[ \t\n]+", " ", text).strip(" "), tuple(dict.fromkeys(reading.unknown)))


class _Reading:
    """One pass; an accent waits for its letter, a script for its letter or group."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.unknown: list[str] = []
        self._accent = ""
        self._in_math = False
        self._depth = 0
        self._script: dict[int, int] | None = None
        self._script_depth = -1  # depth of the group that the script holds for

    def take(self, match: re.Match[str]) -> None:
        piece = match[0]
        if match["word"]:
            self._command(match["word"], piece)
        elif match["sign"]:
            self._sign(match["sign"])
        elif piece in "{}":
            self._brace(piece)
        elif piece == "$":
            self._in_math = not self._in_math
        elif piece in "^_" and self._in_math:
            self._script = RAISED if piece == "^" else LOWERED
            self._script_depth = -1
        else:
            self._say(_MARKS.get(piece, piece))

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self._depth += 1
            if self._script is not None and self._script_depth < 0:
                self._script_depth = self._depth
            return
        self._accent = ""
        if self._script_depth == self._depth:
            self._script, self._script_depth = None, -1
        self._depth = max(0, self._depth - 1)

    def _command(self, word: str, piece: str) -> None:
        if word in _LETTERS:
            self._say(_LETTERS[word])
        elif word in _ACCENTS:
            self._accent = _ACCENTS[word]
        elif word in _SIGNS:
            self._say(_SIGNS[word])  # TeX, too, swallows the blank after a command
        elif word in ("textsuperscript", "textsubscript"):
            self._script = RAISED if word == "textsuperscript" else LOWERED
            self._script_depth = -1
        elif word not in _SILENT:
            self.unknown.append(f"\\{word}")
            self._say(piece)

    def _sign(self, sign: str) -> None:
        if sign in _ACCENTS:
            self._accent = _ACCENTS[sign]
        else:
            self._say(_SPACES.get(sign, sign))

    def _say(self, text: str) -> None:
        if self._accent and text.strip():
            head, rest = text.lstrip()[0], text.lstrip()[1:]
            text, self._accent = f"{head}{self._accent}{rest}", ""
        if self._script is not None:
            if self._script_depth < 0:
                text = text[:1].translate(self._script) + text[1:]
                self._script = None
            else:
                text = text.translate(self._script)
        self.out.append(text)
