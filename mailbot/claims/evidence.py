"""What shows that a claim is so: which item a file is, and which items are still missing."""

import re

from mailbot.mail.files.kinds import FileKind

OTHER = "other"
SHEET = "marked_manifest"

# A first good guess by the file's name, the most telling first; a person sees what each file was taken for.
_NAMED = (
    ("noted_pod_driver_signed", re.compile(r"\b(noted|signed)[ _-]?(pod|bol|receipt)|(pod|bol)[ _-]?(noted|signed)", re.IGNORECASE)),
    ("bol_or_pod_image", re.compile(r"\b(bol|pod|lading|delivery[ _-]?(receipt|note)|albar[aá]n|guia|gu[ií]a|conocimiento)", re.IGNORECASE)),
    ("invoice", re.compile(r"\b(invoice|factura|charge|receipt)", re.IGNORECASE)),
    ("tamper_photos_if_any", re.compile(r"tamper|seal|precinto|abiert", re.IGNORECASE)),
    ("shrink_wrap_intact", re.compile(r"shrink|wrap|emplaye|film", re.IGNORECASE)),
    ("pallet_ids", re.compile(r"pallet[ _-]?(id|label|number|tag)|lpn|etiqueta", re.IGNORECASE)),
    ("pallet_condition_statement", re.compile(r"condition[ _-]?statement|statement|declaraci[oó]n", re.IGNORECASE)),
    ("photos_outer_packaging", re.compile(r"outer|packag|box|carton|caja|embalaje|empaque", re.IGNORECASE)),
    ("pallet_photos", re.compile(r"pallet|tarima|palet", re.IGNORECASE)),
)  # fmt: skip
_PALLETS = re.compile(r"\b(pallets?|skids?|tarimas?|palets?)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"wrapped|shrink|upright|straight|leaning|intact|open(ed)?\b|torn|seal|condition|emplayad|envuelt|derech|inclinad|intact|abiert|sello|condici",
    re.IGNORECASE,
)
_UNTOUCHED = re.compile(
    r"no (signs?|trace) of (tamper|open)|not? tampered|nothing was open|sin (señales|signos|huellas)|no hab[ií]a se[ñn]ales",
    re.IGNORECASE,
)
_SHEETS = re.compile(r"\.(xlsx|xlsm|xls|csv|ods)$", re.IGNORECASE)
_VIDEOS = re.compile(r"\.(mp4|mov|avi|webm|3gp)$", re.IGNORECASE)
_PHOTOS = re.compile(r"\.(jpe?g|png|heic|heif|webp|tiff?)$", re.IGNORECASE)
_PDF = re.compile(r"\.pdf$", re.IGNORECASE)


def recognise(name: str, type_: str, text: str, kind: FileKind = FileKind.OTHER) -> str:
    """Return which item of evidence a file is; ``other`` if nothing tells."""
    if _SHEETS.search(name) or kind is FileKind.SHEET:
        return SHEET
    if kind is FileKind.VIDEO or type_.startswith("video/") or _VIDEOS.search(name):
        return "video"
    photo = kind is FileKind.PHOTO or type_.startswith("image/") or _PHOTOS.search(name) is not None
    if photo or kind in {FileKind.PDF, FileKind.DOCUMENT} or _PDF.search(name) or type_ == "application/pdf":
        named = next((item for item, tells in _NAMED if tells.search(_words(name)) or tells.search(text[:500])), None)
        return named or ("photos_each_line" if photo else OTHER)
    return OTHER


def told(words: str) -> tuple[str, ...]:
    """Return the items that words alone can give: how the pallets came, and that nobody tampered with them."""
    found = []
    if _PALLETS.search(words) and _CONDITION.search(words):
        found.append("pallet_condition_statement")
    if _UNTOUCHED.search(words):
        found.append("tamper_photos_if_any")
    return tuple(found)


def _words(name: str) -> str:
    return re.sub(r"[_\-.]+", " ", name)
