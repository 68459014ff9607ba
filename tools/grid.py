"""The frame of the basemap and the grid of whole steps that its lines are stored on."""

from __future__ import annotations

WEST, SOUTH, EAST, NORTH = 60, -2, 155, 60
"""Edges of the map in degrees."""
STEP = 0.001
"""Side of a grid cell in degrees, about 100 m: finer than Natural Earth is true."""

Cell = tuple[int, int]


def cell_of(lon: float, lat: float) -> Cell:
    """The grid's cell at a place, counted from the map's lower left corner."""
    return round((lon - WEST) / STEP), round((lat - SOUTH) / STEP)


def place_of(cell: Cell) -> tuple[float, float]:
    """Longitude and latitude of a cell, in degrees."""
    return round(WEST + cell[0] * STEP, 3), round(SOUTH + cell[1] * STEP, 3)
