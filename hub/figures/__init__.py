"""What was searched for in vain, and the figures of the yearly report. No person is in either."""

from hub.figures.figures import Figures
from hub.figures.gaps import Gap, GapState, Way
from hub.figures.recording import Searched
from hub.figures.yearly import Chart, Row, Sent, Yearly

__all__ = ["Chart", "Figures", "Gap", "GapState", "Row", "Searched", "Sent", "Way", "Yearly"]
