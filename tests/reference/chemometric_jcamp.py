"""Writes JCAMP-DX files from arrays, by the tables of McDonald and Wilks 1988
(Applied Spectroscopy 42, 151) alone: AFFN, PAC, SQZ, DIF and DUP.
"""

WIDTH = 78


def squeezed(value):
    """The first digit becomes a letter that has the sign."""
    digits = str(abs(int(value)))
    letters = "@abcdefghi" if value < 0 else "@ABCDEFGHI"
    return letters[int(digits[0])] + digits[1:]


def difference(value):
    digits = str(abs(int(value)))
    letters = "%jklmnopqr" if value < 0 else "%JKLMNOPQR"
    return letters[int(digits[0])] + digits[1:]


def repeated(count):
    digits = str(count)
    return " STUVWXYZs"[int(digits[0])] + digits[1:]


def with_counts(tokens):
    """A token that stands n times becomes the token and a count."""
    out, i = [], 0
    while i < len(tokens):
        n = 1
        while i + n < len(tokens) and tokens[i + n] == tokens[i]:
            n += 1
        out.append((tokens[i] + (repeated(n) if n > 1 else ""), n))
        i += n
    return out


def lines_of(xs, ys, form):
    """Lines of (X++(Y..Y)) for whole-number ordinates."""
    tokens = {
        "FIX": [f" {y:d}" for y in ys],
        "PAC": [f"{y:+d}" for y in ys],
        "SQZ": [squeezed(y) for y in ys],
        "SQZDUP": [squeezed(y) for y in ys],
        "DIF": [difference(b - a) for a, b in zip(ys, ys[1:])],
        "DIFDUP": [difference(b - a) for a, b in zip(ys, ys[1:])],
    }[form]
    counted = with_counts(tokens) if form.endswith("DUP") else [(t, 1) for t in tokens]
    is_difference = form.startswith("DIF")
    at, out, line = 0, [], f"{xs[0]:g}" + (squeezed(ys[0]) if is_difference else "")
    for token, n in counted:
        if len(line) + len(token) > WIDTH:
            out.append(line)
            # A line of differences begins with the ordinate that the one before led to.
            line = f"{xs[at]:g}" + (squeezed(ys[at]) if is_difference else "")
        line += token
        at += n
    out.append(line)
    if is_difference:
        out.append(f"{xs[-1]:g}{squeezed(ys[-1])}")
    return out


def block(records, table, lines):
    """A block: records in order, the table, the end."""
    head = [f"##{label}={value}" for label, value in records]
    return "\n".join([*head, f"##{table}", *lines, "##END=", ""])


def even(title, xs, ys, y_factor, form, units, more=()):
    """A block with a table (X++(Y..Y)) of whole numbers."""
    records = [
        ("TITLE", title),
        ("JCAMP-DX", "4.24"),
        ("DATA TYPE", "INFRARED SPECTRUM"),
        *more,
        ("XUNITS", units[0]),
        ("YUNITS", units[1]),
        ("FIRSTX", f"{xs[0]:g}"),
        ("LASTX", f"{xs[-1]:g}"),
        ("DELTAX", f"{xs[1] - xs[0]:g}"),
        ("XFACTOR", "1"),
        ("YFACTOR", repr(y_factor)),
        ("FIRSTY", f"{ys[0] * y_factor:.6g}"),
        ("NPOINTS", str(len(xs))),
    ]
    return block(records, "XYDATA=(X++(Y..Y))", lines_of(xs, [int(y) for y in ys], form))
