"""Link health: every link checked again and again, its state kept with cause, date and history."""

from hub.ingest.links.health import Checked, Followed, LinkHealth, Task
from hub.ingest.links.model import FRONT_PAGE, Check, Link, LinkState, after, check_of

__all__ = [
    "FRONT_PAGE",
    "Check",
    "Checked",
    "Followed",
    "Link",
    "LinkHealth",
    "LinkState",
    "Task",
    "after",
    "check_of",
]
