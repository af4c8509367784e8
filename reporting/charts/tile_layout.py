"""Where each of the 63 provinces stands on the tile map, and how its name is broken on a tile."""

from __future__ import annotations

from typing import NamedTuple


class Tile(NamedTuple):
    """A place on the grid, columns from the west and rows from the north, and the name in one or two lines."""

    column: int
    row: int
    name: str


# Code of the province (as in data/units.csv) and its name, row by row from north to south. A dot
# is an empty place; `|` breaks a name.
_ROWS = """
12 Lai|Châu, 10 Lào|Cai, 02 Hà|Giang, 04 Cao|Bằng
11 Điện|Biên, 15 Yên|Bái, 08 Tuyên|Quang, 06 Bắc|Kạn, 20 Lạng|Sơn
14 Sơn|La, 25 Phú|Thọ, 26 Vĩnh|Phúc, 19 Thái|Nguyên, 24 Bắc|Giang, 22 Quảng|Ninh
., 17 Hòa|Bình, 01 Hà|Nội, 27 Bắc|Ninh, 30 Hải|Dương, 31 Hải|Phòng
., ., 35 Hà|Nam, 33 Hưng|Yên, 34 Thái|Bình
., 38 Thanh|Hóa, 37 Ninh|Bình, 36 Nam|Định
., 40 Nghệ|An, 42 Hà|Tĩnh
., ., ., 44 Quảng|Bình
., ., ., 45 Quảng|Trị, 46 T.Thiên|Huế
., ., ., ., 49 Quảng|Nam, 48 Đà|Nẵng
., ., ., ., 62 Kon|Tum, 51 Quảng|Ngãi
., ., ., ., ., 64 Gia|Lai, 52 Bình|Định
., ., ., ., ., 66 Đắk|Lắk, 54 Phú|Yên
., ., ., 70 Bình|Phước, 67 Đắk|Nông, 68 Lâm|Đồng, 56 Khánh|Hòa
., ., 72 Tây|Ninh, 74 Bình|Dương, 75 Đồng|Nai, 60 Bình|Thuận, 58 Ninh|Thuận
89 An|Giang, 87 Đồng|Tháp, 80 Long|An, 79 TP.|HCM, 77 Bà Rịa|V. Tàu
91 Kiên|Giang, 92 Cần|Thơ, 86 Vĩnh|Long, 82 Tiền|Giang
., 93 Hậu|Giang, 84 Trà|Vinh, 83 Bến|Tre
96 Cà|Mau, 95 Bạc|Liêu, 94 Sóc|Trăng
"""


def _tiles() -> dict[str, Tile]:
    tiles = {}
    for row, line in enumerate(_ROWS.strip().splitlines()):
        for column, place in enumerate(line.split(", ")):
            if place != ".":
                code, name = place.split(" ", 1)
                tiles[code] = Tile(column, row, name)
    return tiles


TILES = _tiles()
COLUMNS = 1 + max(tile.column for tile in TILES.values())
ROWS = 1 + max(tile.row for tile in TILES.values())
