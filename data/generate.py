"""Write the synthetic task registers of 2022Q3 to 2023Q3: `python data/generate.py`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
from generator.register import QUARTERS, exported, packed, register, write

HERE = Path(__file__).parent
LAST_DAY = "2023-09-30"  # units that came later have no tasks here


def main() -> None:
    """Write `<folder>/<quarter>/tasks.csv.gz` for each quarter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("quarters", nargs="*", default=QUARTERS, help="default: all of them")
    parser.add_argument("--to", type=Path, default=HERE, help="folder; default: this one")
    asked = parser.parse_args()
    units = pd.read_csv(HERE / "units.csv", dtype=str, keep_default_na=False)
    units = units[units["valid_from"] <= LAST_DAY].reset_index(drop=True)
    for quarter in asked.quarters:
        content = packed(exported(quarter, register(quarter, units), units))
        write(asked.to / quarter / "tasks.csv.gz", content)


if __name__ == "__main__":
    main()
