"""What a new description of the service takes from those who rely on an old one."""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

_BOUNDS = ("pattern", "maxLength", "minLength", "maximum", "minimum")
"""Of what is taken, more is taken without them."""

_HELD = ("type", "const", "format", *_BOUNDS)
METHODS = ("get", "post", "put", "patch", "delete")


def breaking(old: Json, new: Json) -> list[str]:
    """Return a sentence for each promise of the old description that the new one does not keep, sorted."""
    return sorted(dict.fromkeys(_Comparison(old, new).broken()))


class _Comparison:
    """Two descriptions side by side."""

    def __init__(self, old: Json, new: Json) -> None:
        self._old, self._new = old, new
        self._seen: set[tuple[str, str, bool]] = set()

    def broken(self) -> Iterator[str]:
        for path, operations in self._old["paths"].items():
            for method in METHODS:
                if method in operations:
                    name = f"{method.upper()} {path}"
                    after = self._new["paths"].get(path, {})
                    if method not in after:
                        yield f"{name}: there is none any more"
                    else:
                        shared = (operations.get("parameters", []), after.get("parameters", []))
                        yield from self._operation(name, operations[method], after[method], *shared)

    def _operation(self, name: str, old: Json, new: Json, *shared: list[Json]) -> Iterator[str]:
        before, after = (
            {(each["in"], each["name"]): each for each in (*common, *own.get("parameters", []))}
            for common, own in zip(shared, (old, new), strict=True)
        )
        for key, parameter in before.items():
            if key not in after:
                yield f"{name}: the parameter {key[1]} is not taken any more"
            else:
                yield from self._schema(f"{name}: {key[1]}", parameter["schema"], after[key]["schema"], taken=True)
        for key, parameter in after.items():
            if parameter.get("required") and not before.get(key, {}).get("required"):
                yield f"{name}: the parameter {key[1]} has to be given now"
        yield from self._contents(f"{name}: the body", old.get("requestBody"), new.get("requestBody"), taken=True)
        for status, response in old["responses"].items():
            if not status.startswith("2"):
                continue
            if status not in new["responses"]:
                yield f"{name}: the status {status} is not given any more"
            else:
                yield from self._contents(f"{name}: {status}", response, new["responses"][status], taken=False)

    def _contents(self, name: str, old: Json | None, new: Json | None, *, taken: bool) -> Iterator[str]:
        if new is not None and new.get("required") and old is None:
            yield f"{name} has to be given now"
        for kind, content in (old or {}).get("content", {}).items():
            found = (new or {}).get("content", {}).get(kind)
            if found is None:
                yield f"{name}: {kind} is gone"
            else:
                yield from self._schema(name, content.get("schema", {}), found.get("schema", {}), taken=taken)

    def _schema(self, name: str, old: Json, new: Json, *, taken: bool) -> Iterator[str]:
        """Yield what differs; of what is ``taken`` no more may be asked, of what is given nothing may be missing."""
        before, after = _resolved(self._old, old), _resolved(self._new, new)
        key = (old.get("$ref", ""), new.get("$ref", ""), taken)
        if "$ref" in old:
            if key in self._seen:
                return
            self._seen.add(key)
            name = old["$ref"].rpartition("/")[2]
        for word in _HELD:
            widened = taken and word in _BOUNDS and word not in after
            if before.get(word) != after.get(word) and not widened:
                yield f"{name}: {word} was {before.get(word)} and is {after.get(word)}"
        yield from self._choices(name, before, after, taken=taken)
        properties, others = before.get("properties", {}), after.get("properties", {})
        yield from (f"{name}: {each} is gone" for each in properties if each not in others)
        required, needed = set(before.get("required", ())), set(after.get("required", ()))
        for each in needed - required if taken else required - needed:
            yield f"{name}: {each} {'has to be given now' if taken else 'is not always given any more'}"
        for each, schema in properties.items():
            if each in others:
                yield from self._schema(f"{name}.{each}", schema, others[each], taken=taken)
        for word in ("items", "additionalProperties"):
            if isinstance(before.get(word), dict) and isinstance(after.get(word), dict):
                yield from self._schema(f"{name}[]", before[word], after[word], taken=taken)

    def _choices(self, name: str, old: Json, new: Json, *, taken: bool) -> Iterator[str]:
        before, after = old.get("enum", []), new.get("enum", [])
        for value in before if taken else after:
            if (taken and after and value not in after) or (not taken and before and value not in before):
                yield f"{name}: {value!r} is {'not taken any more' if taken else 'given now'}"
        for word in ("oneOf", "anyOf"):
            members = {_named(each): each for each in old.get(word, [])}
            others = {_named(each): each for each in new.get(word, [])}
            for each, schema in members.items():
                if each in others:
                    yield from self._schema(name, schema, others[each], taken=taken)
                elif taken:
                    yield f"{name}: {each} is not taken any more"
            yield from (f"{name}: {each} is given now" for each in others.keys() - members.keys() if not taken)


def _resolved(document: Json, schema: Json) -> Json:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Json = document["components"]["schemas"].get(reference.rpartition("/")[2], {})
    return found


def _named(schema: Json) -> str:
    return str(schema.get("$ref", schema.get("type", schema)))
