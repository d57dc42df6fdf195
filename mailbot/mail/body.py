"""What the walk over a mail's parts gathers: its words in reading order, its pages, its files, a report."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mailbot.mail import html, limits
from mailbot.mail.attached import armour_apart, encrypted_file, read_file
from mailbot.mail.files.bounds import Allowance
from mailbot.mail.files.kinds import FileKind, kind_of
from mailbot.mail.files.sealed import signed_content
from mailbot.mail.headers import block_end, read_headers
from mailbot.mail.message import Attachment
from mailbot.mail.mime import Part, file_name, read_tree
from mailbot.mail.parsed import Report

UNSHOWN_STUB = re.compile(r"(?i)html|browser|view this|cannot display|no puede mostrar")
STUB_LETTERS = 300
REPORT_BYTES = 256 * 1024  # of each machine-readable part of a report
DEEPEST_WRAPPED = 3  # mails as files and signed wrappers in one another, beyond what the structure of the mail counts


@dataclass
class _Room:
    """How many bytes of words may still be read in a mail; shared by all its parts."""

    left: int = limits.LIMITS.words_bytes


@dataclass
class Body:
    """What the walk over the parts gathers."""

    renders: bool = True  # whether pages are read as text
    room: _Room = field(default_factory=_Room)
    cut: bool = False  # whether the text is only a beginning
    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    report: Report | None = None
    problems: list[str] = field(default_factory=list)
    allowance: Allowance = field(default_factory=Allowance)
    inside: str = ""  # the mail in the mail that is being read
    depth: int = 0  # of wrappers opened

    @property
    def text(self) -> str:
        """All text in reading order."""
        return "\n\n".join(text.strip("\n") for text in self.texts if text.strip())

    def take(self, part: Part) -> None:
        """Add a part and what is in it."""
        if part.problem:
            self.problems.append(part.problem)
        if part.disposition == "attachment" and not part.type.startswith("multipart/"):
            self._file(part)
        elif part.type == "multipart/alternative":
            self._alternative(part)
        elif part.type == "multipart/report":
            self._report(part)
        elif part.type.startswith("multipart/"):
            self._multipart(part)
        elif part.type in {"text/plain", "text/html", "text/enriched"} and not (
            part.name and part.type != "text/plain"
        ):
            self._words(part)
        else:
            self._file(part)

    def _multipart(self, part: Part) -> None:
        if part.type == "multipart/encrypted":
            self.problems.append("The mail is encrypted; we cannot read it.")
            self.attachments += (encrypted_file(child, n, self.inside) for n, child in enumerate(part.children))
            return
        for child in part.children:
            self.take(child)

    def _words(self, part: Part) -> None:
        text, guessed, whole = self._read(part)
        if guessed:
            self.problems.append("The letters of this mail were not declared rightly; some may be shown wrong.")
        if part.type == "text/html":
            self.pages.append(text)
            text = html.readable(text) if self.renders else ""
        elif "-----BEGIN PGP " in text:
            text = self._bared(text)
        self.cut = self.cut or not (whole or (part.type == "text/html" and not self.renders))
        self.texts.append(text)
        if part.name:
            file = Attachment(part.name, part.type, part.content, text, kind=FileKind.TEXT, inside=self.inside)
            self.attachments.append(file)

    def _bared(self, text: str) -> str:
        """Take PGP's armour out of the words; it is kept as files."""
        text, files = armour_apart(text, self.inside)
        self._keep(files)
        return text

    def _read(self, part: Part) -> tuple[str, bool, bool]:
        """Return a part's text, whether its charset was guessed, and whether that is all of it."""
        beginning, whole = part.beginning(self.room.left)
        self.room.left -= len(beginning.content)
        return *beginning.read(), whole

    def _alternative(self, part: Part) -> None:
        """Take the text once; a page beside it is kept and only read if the text is none or a stub."""
        plain = next((child for child in part.children if _is_words(child, "text/plain")), None)
        words = plain.beginning(limits.LIMITS.words_bytes)[0].text.strip() if plain else ""
        options = [self._beside(renders=len(words) < STUB_LETTERS) for _ in part.children]
        for option, child in zip(options, part.children, strict=True):
            option.take(child)
            self.pages += option.pages
            self.attachments += option.attachments
            self.report = self.report or option.report
            self.problems += option.problems
            self.cut = self.cut or option.cut
        rich = next((option for option in options if option.pages and option.text), None)
        if rich is not None and (not words or _is_stub(words, rich.text)):
            self.texts += rich.texts
        else:
            self.texts += next((option.texts for option in options if option.text), [])

    def _beside(self, *, renders: bool) -> "Body":
        return Body(renders=renders, room=self.room, allowance=self.allowance, inside=self.inside, depth=self.depth)

    def _report(self, part: Part) -> None:
        machine = [child for child in part.children[1:] if child.type.startswith("message/") and not child.children]
        returned = [
            child for child in part.children[1:] if child.type in {"text/rfc822-headers", "message/rfc822-headers"}
        ]
        nested = [child for child in part.children[1:] if child.type in {"message/rfc822", "message/global"}]
        fields = "\n\n".join(child.beginning(REPORT_BYTES)[0].text for child in machine if child not in returned)
        source = next((child.content for child in (*returned, *nested)), None)
        headers = read_headers(source[: block_end(source)][: limits.LIMITS.block_bytes]) if source else None
        self.report = Report(part.parameter("report-type").lower(), fields, headers)
        for child in part.children:
            self.take(child)

    def _file(self, part: Part) -> None:
        kind = kind_of(part.name, part.type, part.content)
        name = part.name or _unnamed(part, kind)
        if kind is FileKind.MAIL and self._is_opened(part):
            self._nested(part)
            return
        files = read_file(name, part.type, part.content, self.allowance, self.inside)
        if kind in {FileKind.TEXT, FileKind.SHEET} and part.type.startswith(("text/", "message/")):
            files = (replace(files[0], text=self._told(part, name, files[0])),)
        self._keep(files)
        if kind is FileKind.SEALED and not files[0].problem:
            self._signed(part)
        elif kind is FileKind.TNEF and files[0].text and not self.text:
            self.texts.append(files[0].text)

    def _told(self, part: Part, name: str, file: Attachment) -> str:
        """Return the text of a text file by its declared charset, as far as there is room for it."""
        if part.type == "text/html":
            return file.text
        text, _, whole = self._read(part)
        if not whole:
            self.problems.append(f"Only the beginning of {name} is shown as text; the file is kept whole.")
        return text

    def _keep(self, files: Iterable[Attachment]) -> None:
        for file in files:
            self.attachments.append(file)
            self.problems += [file.trouble] if file.problem else []

    def _signed(self, part: Part) -> None:
        """Read on in what an S/MIME file only signs."""
        content = signed_content(part.content) or b""
        if self.depth >= DEEPEST_WRAPPED or limits.exceeded(content):
            self.problems.append(f"{part.name or 'The signed part'} holds more than may be read.")
            return
        self.problems.append("This mail is signed with S/MIME; its words are shown, the signature is not checked.")
        self.depth += 1
        tree = read_tree(content)
        self.problems += tree.problems
        self.take(tree.root)
        self.depth -= 1

    def _is_opened(self, part: Part) -> bool:
        """Whether a mail in the mail can be read as one: as its own part, or sent as a file like any other."""
        return bool(part.children) or (
            bool(part.content) and self.depth < DEEPEST_WRAPPED and not limits.exceeded(part.content)
        )

    def _nested(self, part: Part) -> None:
        """Read a mail in the mail: its words are its own, its files are ours and say in which mail they came."""
        headers = read_headers(part.content[: block_end(part.content)][: limits.LIMITS.block_bytes])
        name = part.name or file_name(f"{headers.text('subject') or 'mail'}.eml")
        where = f"{self.inside} / {name}" if self.inside else name
        inner = Body(
            room=self.room, allowance=self.allowance, inside=where, depth=self.depth + (0 if part.children else 1)
        )
        root = part.children[0] if part.children else read_tree(part.content).root
        inner.take(root)
        self.attachments += inner.attachments
        self.problems += [f"In {name}: {problem}" for problem in inner.problems]
        top = [
            f"{title}: {headers.text(title.lower())}"
            for title in ("From", "Date", "Subject")
            if headers.text(title.lower())
        ]
        text = "\n".join([*top, "", inner.text])
        self.attachments.append(Attachment(name, part.type, part.content, text, kind=FileKind.MAIL, inside=self.inside))


_NAMES = {
    FileKind.TNEF: "winmail.dat",
    FileKind.SIGNATURE: "signature",
    FileKind.SEALED: "smime.p7m",
    FileKind.CALENDAR: "invitation.ics",
}


def _unnamed(part: Part, kind: FileKind) -> str:
    return _NAMES.get(kind) or file_name(f"unnamed.{part.type.rpartition('/')[2]}")[:60]


def _is_words(part: Part, type_: str) -> bool:
    return part.type == type_ and part.disposition != "attachment"


def _is_stub(plain: str, rich: str) -> bool:
    """Whether the plain alternative only says to look at the other one."""
    short = len(plain) < STUB_LETTERS and len(rich) > len(plain)
    return short and bool(UNSHOWN_STUB.search(plain))
