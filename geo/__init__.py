"""The Routes Atlas: sourced layers of escape and repatriation routes, from files to maps.

Modules, in the order of the data's way:

* ``schema``: the one table of layers, fields and vocabularies
* ``dates``: EDTF dates as intervals of days, and in words
* ``geojson``: GeoJSON files with a stable layout
* ``reading``, ``checking``, ``problem``: files to an ``Atlas``, and what is wrong with them
* ``atlas``: layers, sources and version, in one value
* ``selection``, ``select``, ``people``, ``folding``: what a reader chose, what it shows, in words
* ``style``, ``words``, ``basemap``, ``polyline``, ``block``, ``drawing``, ``document``, ``export``:
  a selection as one HTML file
* ``ingest``: somebody's own table or map file to records, or to sentences that say why not
* ``frame``, ``tabs``: that document inside the Streamlit app, and what stands below it
"""
