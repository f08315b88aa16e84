"""Reads `cargo metadata` and fails on a dependency that cannot be used under one of the allowed licences."""
import json
import re
import sys

ALLOWED = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-1-Clause", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0",
    "CC0-1.0", "CDLA-Permissive-2.0", "ISC", "MIT", "MIT-0", "MPL-2.0", "NCSA", "OFL-1.1", "Unicode-3.0", "Unlicense", "Zlib",
}


def usable(expression: str) -> bool:
    """Whether an SPDX expression can be met: every AND, any OR; OR binds weaker. `/` is the old way to write OR."""
    tokens = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR "))

    def either() -> bool:
        met = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            met = both() or met
        return met

    def both() -> bool:
        met = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            met = one() and met
        return met

    def one() -> bool:
        name = tokens.pop(0)
        if name == "(":
            met = either()
            tokens.pop(0)
            return met
        if tokens and tokens[0] == "WITH":
            tokens.pop(0)
            # An exception only gives more freedom.
            return f"{name} WITH {tokens.pop(0)}" in ALLOWED or name in ALLOWED
        return name in ALLOWED

    return either()


packages = json.load(sys.stdin)["packages"]
wrong = [f"{p['name']} {p['version']}: {p['license']}" for p in packages if not usable(p["license"] or "none")]
print(f"{len(packages)} packages, {len(wrong)} with a licence that is not allowed")
if wrong:
    sys.exit("\n".join(wrong))
