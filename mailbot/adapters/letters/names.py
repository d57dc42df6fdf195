"""Whether a template names only what is there: keys of the view its letter may know, and their parts."""

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints, is_typeddict

from jinja2 import nodes

from mailbot.adapters.letters.faults import TemplateFault, nearest
from mailbot.mediation.answers import KEYS
from mailbot.mediation.disclosure import View

Scope = Mapping[str, Any]  # a name, and the type hint of what it stands for

HINTS: Final[Scope] = get_type_hints(View)
_FREE: Final = object()  # anything may be asked of it
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "loop": ("index", "first", "last", "length"),
    "answer": (*KEYS, "reason"),
}


def judge_names(tree: nodes.Template, file: str, allowed: frozenset[str]) -> Iterator[TemplateFault]:
    """Yield every name this letter may not use, and every part its value does not have."""
    scope = {key: HINTS[key] for key in allowed if key in HINTS} | {"answer": "answer"}
    yield from _judge(tree, file, scope)


def _judge(node: nodes.Node, file: str, scope: Scope) -> Iterator[TemplateFault]:
    if isinstance(node, nodes.For):
        yield from _judge(node.iter, file, scope)
        inside = dict(scope) | _bound(node, scope) | {"loop": "loop"}
        for child in (*node.body, *([node.test] if node.test else [])):
            yield from _judge(child, file, inside)
        return
    what = _unknown(node, scope)
    if what:
        yield TemplateFault(file, node.lineno, what)
        return
    for child in node.iter_child_nodes():
        yield from _judge(child, file, scope)


def _bound(node: nodes.For, scope: Scope) -> dict[str, Any]:
    assert isinstance(node.target, nodes.Name), "the grammar lets no other target pass"
    return {node.target.name: _element(_hint(node.iter, scope))}


def _unknown(node: nodes.Node, scope: Scope) -> str:
    if isinstance(node, nodes.Name) and node.name not in scope:
        if node.name in HINTS:
            return f"{node.name!r} is not for the reader of this letter"
        return f"no name {node.name!r}{nearest(node.name, sorted(scope))}"
    if isinstance(node, nodes.Getattr):
        known = _attributes(_hint(node.node, scope))
        if known is not None and node.attr not in known:
            return f"no {node.attr!r} there{nearest(node.attr, sorted(known))}"
    return ""


def _hint(node: nodes.Node, scope: Scope) -> Any:
    if isinstance(node, nodes.Name):
        return _without_none(scope.get(node.name, _FREE))
    if isinstance(node, nodes.Getattr):
        inner = _hint(node.node, scope)
        return _without_none(get_type_hints(inner).get(node.attr, _FREE)) if is_typeddict(inner) else _FREE
    return _FREE


def _attributes(hint: Any) -> tuple[str, ...] | None:
    if isinstance(hint, str):
        return _PARTS[hint]
    if is_typeddict(hint):
        return tuple(get_type_hints(hint))
    return () if hint in (str, int, bool) else None


def _without_none(hint: Any) -> Any:
    if get_origin(hint) is UnionType:
        return next(part for part in get_args(hint) if part is not NoneType)
    return hint


def _element(hint: Any) -> Any:
    return _without_none(get_args(hint)[0]) if get_origin(hint) is tuple else _FREE
