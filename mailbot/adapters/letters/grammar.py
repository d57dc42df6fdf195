"""What a template may be made of. The sandbox keeps templates from objects; this keeps them from burning time and memory."""

from collections.abc import Iterator
from typing import Final

from jinja2 import nodes

from mailbot.adapters.letters.faults import TemplateFault, nearest

SOURCE_LIMIT: Final = 32_768
FILTERS: Final = frozenset(
    {
        "money",
        "moment",
        "date",
        "dates",
        "percent",
        "label",
        "hint",
        "counted",
        "listed",
        "spelled",
        "lines",
        "rule",
        "spoken",
        "capital",
        "length",
    }
)
PARTS: Final = "_parts/"

_NODES: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.If,
    nodes.For,
    nodes.Include,
    nodes.Filter,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Const,
    nodes.CondExpr,
    nodes.Tuple,
)
_LOOPS_DEEP: Final = 2


def judge(tree: nodes.Template, file: str) -> Iterator[TemplateFault]:
    """Yield whatever in a template is not on the list."""
    yield from _judge(tree, file, 0)


def _judge(node: nodes.Node, file: str, loops: int) -> Iterator[TemplateFault]:
    what = _refused(node, loops)
    if what:
        yield TemplateFault(file, node.lineno, what)
        return
    inside = loops + isinstance(node, nodes.For)
    for child in node.iter_child_nodes():
        yield from _judge(child, file, inside)


def _refused(node: nodes.Node, loops: int) -> str:
    if not isinstance(node, _NODES):
        return f"{type(node).__name__} is not allowed in a letter"
    if isinstance(node, nodes.Filter):
        return _refused_filter(node)
    if isinstance(node, nodes.Include):
        return _refused_include(node)
    if isinstance(node, nodes.For):
        return _refused_loop(node, loops)
    hidden = isinstance(node, nodes.Getattr) and node.attr.startswith("_")
    return "names that begin with _ are not allowed in a letter" if hidden else ""


def _refused_loop(node: nodes.For, loops: int) -> str:
    if loops >= _LOOPS_DEEP or node.recursive:
        return "loops may not be nested deeper than two, nor call themselves"
    return "" if isinstance(node.target, nodes.Name) else "a loop takes one name"


def _refused_filter(node: nodes.Filter) -> str:
    if node.name not in FILTERS:
        return f"no filter {node.name!r}{nearest(node.name, sorted(FILTERS))}"
    return "filters take plain values only" if node.kwargs or node.dyn_args or node.dyn_kwargs else ""


def _refused_include(node: nodes.Include) -> str:
    name = node.template
    if not isinstance(name, nodes.Const) or not str(name.value).startswith(PARTS) or node.ignore_missing:
        return f"only pieces of {PARTS} may be included, by name"
    return ""


def included(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """Yield the pieces a template includes, with their lines."""
    for node in tree.find_all(nodes.Include):
        if isinstance(node.template, nodes.Const):
            yield str(node.template.value), node.lineno
