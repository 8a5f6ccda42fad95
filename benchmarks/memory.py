"""What a process holds in memory."""

from pathlib import Path

_STATUS = Path("/proc/self/status")


def resident(kind: str = "VmRSS") -> float:
    """Memory of this process in MiB: all of it (VmRSS) or its own without files (RssAnon)."""
    for line in _STATUS.read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"There is no {kind} in {_STATUS}.")
