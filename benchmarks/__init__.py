"""Measures the atlas and its peers side by side, in one run, on the machine at hand.

`python -m benchmarks` (or `make benchmarks`) prints the results and writes RESULTS.md.

- measure: a median of many runs, and rows of results
- synthetic: made-up incidents, the same ones every time
- peers: the same data through folium, as its documentation shows
- browsing: what a reader's browser does with each file
- apps: from a click in the app to the changed map; peer_app is the other app
"""
