"""All templates of one language, a client's own before the common ones, ready to render."""

import hashlib
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any, Final

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailbot.adapters.letters.faults import HoleError, TemplateFault
from mailbot.adapters.letters.filters import as_text, filters, one_line
from mailbot.adapters.letters.grammar import PARTS, SOURCE_LIMIT, included, judge
from mailbot.adapters.letters.names import judge_names
from mailbot.adapters.letters.words import read_words
from mailbot.errors import SettingsError
from mailbot.mediation.answers import ANSWER_LINES, REASON_WORDS
from mailbot.mediation.letter import CONTENTS, Letter

PIECES: Final = ("subject.txt", "body.md")


class Shelf(BaseLoader):
    """The sources as they were when it was made: a letter never mixes two states of a file."""

    def __init__(self, language: str, folders: tuple[Path, ...], root: Path) -> None:
        self.language = language
        self._sources = {
            path.relative_to(folder).as_posix(): (path.relative_to(root.parent).as_posix(), path.read_text("utf-8"))
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.suffix in {".md", ".txt"}
        }
        self._name = f"{root.name}/{language}"
        words = tuple(path for folder in folders if (path := folder / "words.toml").is_file())
        self.words = read_words(language, words, root.parent)
        self._subjects, self._bodies = self._environment(one_line), self._environment(as_text)
        self._trees: dict[str, nodes.Template | TemplateFault] = {}
        self._ready: dict[Letter, tuple[Template, Template, str]] = {}

    def letter(self, letter: Letter) -> tuple[Template, Template, str]:
        """Return subject, body and the hash of all that they are made of; SettingsError names what is wrong."""
        if letter not in self._ready:
            faults = tuple(self.faults(letter))
            if faults:
                raise SettingsError("\n".join(map(str, faults)))
            subject, body = (f"{letter}/{piece}" for piece in PIECES)
            self._ready[letter] = (
                self._subjects.get_template(subject),
                self._bodies.get_template(body),
                self._hash((subject, body)),
            )
        return self._ready[letter]

    def faults(self, letter: Letter) -> Iterator[TemplateFault]:
        """Yield what can be seen to be wrong with a letter without rendering it."""
        for piece in PIECES:
            yield from self._faults(f"{letter}/{piece}", letter, ())

    def file(self, name: str) -> str:
        """Return where a template stands."""
        return self._sources[name][0] if name in self._sources else name

    def place(self, letter: Letter, phrase: str) -> tuple[str, int]:
        """Return the file and line where a letter's own sources, then any of the shelf's, say a phrase."""
        own = [f"{letter}/{piece}" for piece in PIECES]
        for name in (*own, *sorted(set(self._sources) - set(own))):
            file, source = self._sources[name]
            for number, line in enumerate(source.splitlines(), 1):
                if phrase in line.lower() and (name in own or name.startswith(PARTS)):
                    return file, number
        return self.words.file, 0

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - jinja2's name
    ) -> Template:
        """Parse, judge and compile a template (jinja2's hook)."""
        if name not in self._sources:
            raise TemplateNotFound(name)
        file, source = self._sources[name]
        tree = _named(environment.parse(source, name, file))
        code = environment.compile(tree, name, file)
        return environment.template_class.from_code(environment, code, globals or {})

    def _environment(self, fit: Callable[[str], str]) -> Environment:
        environment = ImmutableSandboxedEnvironment(
            loader=self,
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.globals.clear()
        environment.globals["answer"] = {
            **ANSWER_LINES.get(self.language, ANSWER_LINES["en"]),
            "reason": REASON_WORDS.get(self.language, REASON_WORDS["en"]),
        }
        environment.filters.clear()
        environment.filters.update(
            filters(self.words), given=_given, shown=lambda value, key: fit(str(_given(value, key)))
        )
        environment.tests.clear()
        return environment

    def _faults(self, name: str, letter: Letter, above: tuple[str, ...]) -> Iterator[TemplateFault]:
        if name not in self._sources:
            yield TemplateFault(f"{self._name}/{name}", 0, "the file is missing")
            return
        file = self._sources[name][0]
        tree = self._tree(name)
        if isinstance(tree, TemplateFault):
            yield tree
            return
        faults = tuple(judge(tree, file)) or tuple(judge_names(tree, file, CONTENTS[letter].allowed))
        yield from faults
        for part, line in included(tree) if not faults else ():
            if part in above or part not in self._sources:
                yield TemplateFault(
                    file, line, f"{part} is missing" if part not in above else f"{part} includes itself"
                )
            else:
                yield from self._faults(part, letter, (*above, part))

    def _tree(self, name: str) -> nodes.Template | TemplateFault:
        if name not in self._trees:
            self._trees[name] = self._parsed(*self._sources[name], name)
        return self._trees[name]

    def _parsed(self, file: str, source: str, name: str) -> nodes.Template | TemplateFault:
        if len(source) > SOURCE_LIMIT:
            return TemplateFault(file, 0, f"longer than {SOURCE_LIMIT} characters")
        try:
            return self._bodies.parse(source, name, file)
        except TemplateSyntaxError as error:
            return TemplateFault(file, error.lineno, str(error.message))

    def _hash(self, names: tuple[str, ...]) -> str:
        shared = sorted(name for name in self._sources if name.startswith(PARTS))
        made_of = [self._sources[name][1] for name in (*names, *shared)]
        return hashlib.sha256("\0".join((*made_of, self.words.source)).encode()).hexdigest()


def _given(value: object, key: str) -> object:
    if value is None or isinstance(value, StrictUndefined) or value == "":
        raise HoleError(key)
    return value


def _named(tree: nodes.Template) -> nodes.Template:
    """Let every printed value carry its name, so that a hole can say what is missing."""
    for output in tree.find_all(nodes.Output):
        output.nodes = [node if isinstance(node, nodes.TemplateData) else _shown(node) for node in output.nodes]
    return tree


def _shown(node: nodes.Expr) -> nodes.Expr:
    innermost: nodes.Expr = node
    outer: nodes.Filter | None = None
    while isinstance(innermost, nodes.Filter) and innermost.node is not None:
        outer, inner = innermost, innermost.node
        innermost = inner
    name = _dotted(innermost)
    if outer is not None:
        outer.node = _through("given", innermost, name)
    return _through("shown", node, name)


def _through(name: str, node: nodes.Expr, key: str) -> nodes.Filter:
    argument = nodes.Const(key, lineno=node.lineno, environment=node.environment)
    return nodes.Filter(node, name, [argument], [], None, None, lineno=node.lineno, environment=node.environment)


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "a value"
