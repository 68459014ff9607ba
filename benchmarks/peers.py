"""The same records through folium, the two ways that its documentation shows.

Both get routes, crossings, detention sites and incidents that have a geometry, with a tooltip and a
popup. Neither gets the works cited, a list, filters or a basemap: folium has none in the file.
"""

import html
import json
from typing import Any

import folium
import folium.plugins

from geo.atlas import Atlas

SHOWN = ("routes", "crossings", "detention_sites", "incidents")
TITLE = {"incidents": "title"}


def geojson(atlas: Atlas) -> str:
    """A page with one folium.GeoJson a layer."""
    page = folium.Map(location=[32, 112], zoom_start=4)
    for layer in SHOWN:
        found = features(atlas.layers[layer], layer)
        fields = list(found[0]["properties"])
        folium.GeoJson(
            {"type": "FeatureCollection", "features": found},
            name=layer,
            tooltip=folium.GeoJsonTooltip(fields[:1]),
            popup=folium.GeoJsonPopup(fields),
        ).add_to(page)
    folium.LayerControl().add_to(page)
    return str(page.get_root().render())


def markers(atlas: Atlas) -> str:
    """A page with one folium.Marker a point in a MarkerCluster, and the lines as GeoJson."""
    page = folium.Map(location=[32, 112], zoom_start=4)
    for layer in SHOWN:
        cluster = folium.plugins.MarkerCluster(name=layer).add_to(page)
        for feature in features(atlas.layers[layer], layer):
            properties = feature["properties"]
            text = "".join(f"<p>{html.escape(str(value))}</p>" for value in properties.values())
            if feature["geometry"]["type"] == "Point":
                lon, lat = feature["geometry"]["coordinates"][:2]
                tooltip = html.escape(next(iter(properties.values())))
                folium.Marker((lat, lon), popup=text, tooltip=tooltip).add_to(cluster)
            else:
                line = folium.GeoJson(feature["geometry"])
                line.add_child(folium.Popup(text)).add_to(page)
    folium.LayerControl().add_to(page)
    return str(page.get_root().render())


def features(rows: Any, layer: str) -> list[dict[str, Any]]:
    """What a reader would be shown of each record of a table: name, text, date and kind."""
    rows = rows[rows.geometry.notna()]
    title = TITLE.get(layer, "name")
    wanted = [title, *(f for f in ("summary", "role", "date", "kind", "type") if f in rows)]
    if rows.empty:
        return []
    collection = json.loads(rows[[*wanted, "geometry"]].to_json())
    return list(collection["features"])
