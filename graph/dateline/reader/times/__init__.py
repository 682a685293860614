"""English time expressions: where they stand, and what they mean as TIMEX3 and EDTF."""

from dateline.reader.times.finding import find_times, times_of

__all__ = ["find_times", "times_of"]
