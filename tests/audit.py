"""Checks the lock against known vulnerabilities (`make audit`): asks the OSV database, and says so where it cannot.

Exit codes: 0 nothing is known, 1 something is, 3 no source of advisories could be reached.
"""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request

from licences import LOCK, locked

SOURCE = "https://api.osv.dev/v1/querybatch"


def main(source: str = SOURCE) -> int:
    packages = sorted(set(locked()))
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages]
    request = urllib.request.Request(
        source, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            results = json.load(answer)["results"]
        if len(results) != len(packages):
            raise ValueError(f"{len(results)} answers to {len(packages)} questions")
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stdout.write(
            f"Not checked: no source of advisories could be reached ({source}: {error}). "
            f"Run `make audit` where the network is open, or read {LOCK.name} against another source.\n"
        )
        return 3
    known = [
        f"{name} {version}: {', '.join(found['id'] for found in result['vulns'])}\n"
        for (name, version), result in zip(packages, results, strict=True)
        if result.get("vulns")
    ]
    sys.stdout.write("".join(known) or f"No known vulnerability in {len(packages)} packages.\n")
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
