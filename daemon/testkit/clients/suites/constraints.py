"""What the newest model demands of a request: requests that break each demand, and what AWS says about them.

Written from AWS's model alone, as botocore ships it; nothing here knows what the gateway was generated from.
"""

import re
import string

# Longer values, and lists of more, the gateway does not repeat; AWS would.
SHOWN_BYTES_MAX = 2048
SHOWN_ITEMS_MAX = 10
COMPLAINTS_MAX = 10

# Everything a shape may say. What is not here might be a demand that nobody tests.
KNOWN = {
    "type", "documentation", "members", "required", "member", "key", "value", "min", "max", "pattern", "enum", "sensitive",
    "exception", "error", "fault", "synthetic", "box", "flattened", "locationName", "xmlNamespace", "deprecated",
    "deprecatedMessage", "deprecatedSince", "timestampFormat", "event", "eventstream", "union", "document", "streaming",
    "retryable", "payload", "xmlOrder", "wrapper",
}

# Java's classes that Python's expressions lack, in the form of their ASCII part.
JAVA = [
    (r"\p{L}", "a-zA-Z"), (r"\p{Z}", " "), (r"\p{Zs}", " "), (r"\p{N}", "0-9"), (r"\p{M}", ""), (r"\p{S}", "$+<=>^`|~"),
    (r"\p{P}", "!%&*"),
]


def lower(name):
    return name[0].lower() + name[1:]


def expression(pattern):
    for java, python in JAVA:
        pattern = pattern.replace(java, python)
    return re.compile(pattern)


# Samples


def _sample(parsed):
    out = ""
    for kind, detail in parsed:
        name = str(kind)
        if name == "LITERAL":
            out += chr(detail)
        elif name == "NOT_LITERAL":
            out += "a" if detail != ord("a") else "b"
        elif name == "ANY":
            out += "a"
        elif name == "IN":
            out += _member(detail)
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            out += _sample(detail[2]) * detail[0]
        elif name == "SUBPATTERN":
            out += _sample(detail[3])
        elif name == "BRANCH":
            out += _sample(detail[1][0])
        elif name not in ("AT", "ASSERT", "ASSERT_NOT"):
            raise ValueError(f"no sample for {name}")
    return out


def _member(choices):
    negated = str(choices[0][0]) == "NEGATE"
    for candidate in string.ascii_lowercase + string.digits + string.ascii_uppercase + string.punctuation + " ":
        if any(_covers(choice, candidate) for choice in choices) != negated:
            return candidate
    raise ValueError("an empty class")


def _covers(choice, candidate):
    kind, detail = str(choice[0]), choice[1]
    if kind == "LITERAL":
        return ord(candidate) == detail
    if kind == "RANGE":
        return detail[0] <= ord(candidate) <= detail[1]
    if kind == "CATEGORY":
        classes = {"CATEGORY_DIGIT": r"\d", "CATEGORY_WORD": r"\w", "CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S"}
        return re.match(classes[str(detail)], candidate) is not None
    return False


def text_of(shape, length=None):
    """A text that meets the shape's demands, of a length if one is asked for."""
    if shape.enum:
        return shape.enum[0]
    pattern = shape.metadata.get("pattern")
    least = shape.metadata.get("min", 0)
    if pattern is None:
        return "a" * (length if length is not None else max(least, 1))
    wanted = expression(pattern)
    sample = _sample(re._parser.parse(wanted.pattern))
    goal = length if length is not None else max(least, len(sample))
    # A longer one has one of its characters more often.
    for at in range(len(sample) + 1):
        for more in ("a", "0", "A", "-", "/", " "):
            longer = sample[:at] + more * (goal - len(sample)) + sample[at:]
            if len(longer) == goal and wanted.fullmatch(longer):
                return longer
    if length is None:
        raise ValueError(f"no sample of {shape.name}: {pattern}")
    return "a" * length


def valid(shape):
    """The least that meets every demand of a shape."""
    kind, least = shape.type_name, shape.metadata.get("min", 0)
    if kind == "structure":
        return {name: valid(shape.members[name]) for name in shape.required_members}
    if kind == "list":
        return [element(shape.member) for _ in range(least)]
    if kind == "map":
        # Keys of one length, all different.
        keys = [text_of(shape.key)] + [text_of(shape.key) + string.ascii_lowercase[n] for n in range(max(least, 1) - 1)]
        return {key: valid(shape.value) for key in keys[:least]}
    if kind in ("string", "character"):
        return text_of(shape)
    if kind == "blob":
        return b"a" * max(least, 1)
    if kind in ("integer", "long", "float", "double"):
        return max(least, 1) if shape.metadata.get("max", 1) >= 1 else shape.metadata["max"]
    if kind == "boolean":
        return False
    if kind == "timestamp":
        return 1_700_000_000
    raise ValueError(f"nobody knows what a {kind} is")


def element(shape):
    """The same for an element of a list: never an empty structure, which some protocols cannot say."""
    whole = valid(shape)
    if whole == {} and shape.type_name == "structure" and shape.members:
        name, member = next(iter(shape.members.items()))
        return {name: valid(member)}
    return whole


# Violations


def broken(shape, seen=()):
    """Values that break one demand of a shape or of what is in it, each with the words for the demand."""
    if shape.name in seen and shape.type_name in ("structure", "list", "map"):
        return
    seen = (*seen, shape.name)
    kind = shape.type_name
    if kind == "structure":
        for name, member in shape.members.items():
            whole = valid(shape)
            if name in shape.required_members:
                yield {k: v for k, v in whole.items() if k != name}, "Member must not be null"
            for value, words in broken(member, seen):
                yield {**whole, name: value}, words
    elif kind == "list":
        yield from _lengths(shape, lambda n: [element(shape.member) for _ in range(n)])
        rest = [element(shape.member) for _ in range(shape.metadata.get("min", 1) - 1)]
        for value, words in broken(shape.member, seen):
            yield [value, *rest], words
    elif kind == "map":
        yield from _lengths(shape, lambda n: {f"{text_of(shape.key)}{i}": valid(shape.value) for i in range(n)})
        for key, words in broken(shape.key, seen):
            yield {key: valid(shape.value)}, words
        for value, words in broken(shape.value, seen):
            yield {text_of(shape.key): value}, words
    elif kind in ("string", "character"):
        yield from _lengths(shape, lambda n: text_of(shape, n))
        yield from _words(shape)
    elif kind == "blob":
        yield from _lengths(shape, lambda n: b"a" * n)
    elif kind in ("integer", "long", "float", "double"):
        if "min" in shape.metadata:
            yield shape.metadata["min"] - 1, f"Member must have value greater than or equal to {shape.metadata['min']}"
        if "max" in shape.metadata:
            yield shape.metadata["max"] + 1, f"Member must have value less than or equal to {shape.metadata['max']}"


def _lengths(shape, of_length):
    if shape.metadata.get("min", 0) > 0:
        yield of_length(shape.metadata["min"] - 1), f"Member must have length greater than or equal to {shape.metadata['min']}"
    if "max" in shape.metadata and not shape.metadata.get("enum"):
        yield of_length(shape.metadata["max"] + 1), f"Member must have length less than or equal to {shape.metadata['max']}"


def _words(shape):
    if shape.enum:
        yield "no-such-word", f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"
    pattern = shape.metadata.get("pattern")
    if pattern is None:
        return
    least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 1 << 30)
    for character in ("!", " ", "\u0100", "\u2028", "a"):
        text = character * min(max(least, 1), most)
        if not expression(pattern).fullmatch(text):
            yield text, f"Member must satisfy regular expression pattern: {pattern}"
            return
    if not expression(pattern).fullmatch(""):
        return  # Everything but nothing at all meets it; the length says that as well.
    yield None, f"nothing breaks {pattern}"


# What AWS says


def complaint(shape, value):
    """The whole sentence; None when there is nothing to complain about."""
    found = list(_complaints(shape, value, "", False))[:COMPLAINTS_MAX]
    if not found:
        return None
    return f"{len(found)} validation error{'' if len(found) == 1 else 's'} detected: " + "; ".join(found)


def _complaints(shape, value, path, hidden):
    hidden = hidden or bool(shape.metadata.get("sensitive"))
    kind = shape.type_name
    if kind == "structure":
        for name, member in shape.members.items():
            below = f"{path}.{lower(name)}" if path else lower(name)
            if value.get(name) is None:
                if name in shape.required_members:
                    yield _told(member, None, below, False, "Member must not be null")
                continue
            yield from _complaints(member, value[name], below, hidden)
    elif kind == "list":
        yield from _length(shape, value, path, hidden)
        plain = False
        for index, item in enumerate(value):
            if shape.member.type_name in ("structure", "list", "map"):
                yield from _complaints(shape.member, item, f"{path}.{index + 1}.member", hidden)
            elif list(_plain(shape.member, item)):
                plain = True
        if plain:
            yield _told(shape, value, path, hidden, f"Member must satisfy constraint: [{_demands(shape.member)}]")
    elif kind == "map":
        yield from _length(shape, value, path, hidden)
        if any(list(_plain(shape.key, key)) for key in value):
            yield _told(shape, value, path, hidden, f"Map keys must satisfy constraint: [{_demands(shape.key)}]")
        plain = False
        for key, item in value.items():
            if shape.value.type_name in ("structure", "list", "map"):
                yield from _complaints(shape.value, item, f"{path}.{key}.member", hidden)
            elif list(_plain(shape.value, item)):
                plain = True
        if plain:
            yield _told(shape, value, path, hidden, f"Map value must satisfy constraint: [{_demands(shape.value)}]")
    else:
        for words in _plain(shape, value):
            yield _told(shape, value, path, hidden, words)


def _length(shape, value, path, hidden):
    for words in _bounds(shape, len(value), "length"):
        yield _told(shape, value, path, hidden, words)


def _bounds(shape, number, what):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and number < least:
        yield f"Member must have {what} greater than or equal to {least}"
    elif most is not None and number > most:
        yield f"Member must have {what} less than or equal to {most}"


def _plain(shape, value):
    """The words for each demand that a value without parts breaks."""
    if isinstance(value, (str, bytes)):
        yield from _bounds(shape, len(value), "length")
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and shape.type_name != "timestamp":
        yield from _bounds(shape, value, "value")
    if isinstance(value, str):
        pattern = shape.metadata.get("pattern")
        if pattern is not None and not expression(pattern).fullmatch(value):
            yield f"Member must satisfy regular expression pattern: {pattern}"
        if shape.enum and value not in shape.enum:
            yield f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"


def _demands(shape):
    what = "length" if shape.type_name in ("string", "character", "blob") else "value"
    out = []
    if "max" in shape.metadata:
        out.append(f"Member must have {what} less than or equal to {shape.metadata['max']}")
    if "min" in shape.metadata:
        out.append(f"Member must have {what} greater than or equal to {shape.metadata['min']}")
    if "pattern" in shape.metadata:
        out.append(f"Member must satisfy regular expression pattern: {shape.metadata['pattern']}")
    if shape.enum:
        out.append(f"Member must satisfy enum value set: [{', '.join(shape.enum)}]")
    return ", ".join(out)


def _told(shape, value, path, hidden, words):
    told = "Value null" if value is None else "Value"
    text = None if value is None or hidden else _shown(shape, value)
    if text is not None and len(text.encode()) <= SHOWN_BYTES_MAX:
        told = f"Value '{text}'"
    return f"{told} at '{path}' failed to satisfy constraint: {words}"


def _shown(shape, value):
    """A value as AWS repeats it; None for bytes and structures, which it does not."""
    kind = shape.type_name
    if kind in ("structure", "blob"):
        return None
    if kind == "list":
        parts = [_shown(shape.member, item) for item in value]
        return None if None in parts or len(parts) > SHOWN_ITEMS_MAX else f"[{', '.join(parts)}]"
    if kind == "map":
        parts = [_shown(shape.value, item) for item in value.values()]
        whole = None not in parts and len(parts) <= SHOWN_ITEMS_MAX
        return "{" + ", ".join(f"{k}={v}" for k, v in zip(value, parts)) + "}" if whole else None
    return str(value).lower() if isinstance(value, bool) else str(value)
