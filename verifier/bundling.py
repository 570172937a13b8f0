"""The verifier as one file: every module behind those that it needs, their imports from outside gathered at the top."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
BUNDLE = HERE / "milepost_verifier.py"
LAST = "command"
NOT_IN_IT = {"__init__", "__main__", "bundling", BUNDLE.stem}
HEAD = '''#!/usr/bin/env python3
"""Checks a dossier of Milepost offline, and works its answer out again: python {name} DOSSIER --key KEY.

This one file needs Python 3.11 or later and the package cryptography, and nothing of the service whose dossiers it
checks. It is made of modules that stand one behind the other; each begins with a line that says what it is about.
Licensed under the Apache License, Version 2.0.
"""
'''


class NameTwice(Exception):
    """Two modules give the same name to different things, which one file cannot hold."""


def bundled() -> str:
    """Return the text of the one file. Raises NameTwice."""
    modules = {path.stem: path.read_text(encoding="utf-8") for path in HERE.glob("*.py") if path.stem not in NOT_IN_IT}
    order = list(dict.fromkeys(_behind(LAST, modules)))
    outside: set[tuple[str, str]] = set()
    taken: dict[str, str] = {}
    sections = []
    for name in order:
        tree = ast.parse(modules[name])
        for defined in _defined(tree):
            if taken.setdefault(defined, name) != name:
                message = f"{defined} is defined in {taken[defined]} and in {name}"
                raise NameTwice(message)
        sections.append(_section(name, modules[name], tree, outside))
    return "\n".join([HEAD.format(name=BUNDLE.name), *_imports(outside), *sections])


def _imports(outside: set[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each module from outside, those of the standard library first."""
    modules = sorted({module for module, _ in outside}, key=lambda each: (each.startswith("cryptography"), each))
    for module in modules:
        names = sorted(name for of, name in outside if of == module and name)
        yield f"from {module} import {', '.join(names)}" if names else f"import {module}"


def _behind(name: str, modules: dict[str, str]) -> Iterator[str]:
    """Yield the modules that one needs, and then that one; some more than once."""
    for needed in re.findall(r"^from verifier\.(\w+) import", modules[name], re.MULTILINE):
        yield from _behind(needed, modules)
    yield name


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Assign(targets=targets):
                yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def _section(name: str, text: str, tree: ast.Module, outside: set[tuple[str, str]]) -> str:
    """Return a module without its imports, which are added to those from outside."""
    lines = text.split("\n")
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            inside = isinstance(node, ast.ImportFrom) and str(node.module).startswith("verifier.")
            outside.update([] if inside else [_alone(node, alias) for alias in node.names])
            lines[node.lineno - 1 : node.end_lineno] = [""] * ((node.end_lineno or node.lineno) - node.lineno + 1)
    head = tree.body[0]
    about = ast.get_docstring(tree) or ""
    lines[: head.end_lineno] = []
    rest = re.sub(r"\A\n+", "", "\n".join(lines))
    told = "\n".join(f"# {line}".rstrip() for line in about.split("\n"))
    return f"\n\n# {'-' * 20} {name} {'-' * 20}\n{told}\n\n\n{rest.rstrip()}"


def _alone(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> tuple[str, str]:
    return (str(node.module), alias.name) if isinstance(node, ast.ImportFrom) else (alias.name, "")
