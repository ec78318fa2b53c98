"""Lineage: places as a browser counts them (UTF-16 code units) and as we do (code points)."""

from claims.errors import Refusal, Refused


def utf16_to_codepoints(text: str, offset: int) -> int:
    """How many code points stand before a place that is counted in UTF-16 code units.

    Refuses with SPAN_OUTSIDE a place outside the text, or inside a character. Linear.
    """
    if offset < 0:
        raise Refused(Refusal.SPAN_OUTSIDE)
    # Nobody needs more of the text than the offset: each code point has at least one unit.
    units = text[:offset].encode("utf-16-le")[: 2 * offset]
    try:
        before = units.decode("utf-16-le")
    except UnicodeDecodeError:
        raise Refused(Refusal.SPAN_OUTSIDE) from None
    if len(units) < 2 * offset:
        raise Refused(Refusal.SPAN_OUTSIDE)
    return len(before)


def codepoints_to_utf16(text: str, offset: int) -> int:
    """How many UTF-16 code units stand before a place that is counted in code points."""
    return len(text[:offset].encode("utf-16-le")) // 2
