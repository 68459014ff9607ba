"""The peer of our app: the same facts and filter through streamlit-folium, as its examples show.

streamlit run benchmarks/peer_app.py
"""

import sys
from pathlib import Path

import folium
import streamlit as st
from streamlit_folium import st_folium

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import peers  # noqa: E402 - the project's folder has to be known first
from geo.atlas import Atlas  # noqa: E402
from geo.reading import read  # noqa: E402
from geo.select import select  # noqa: E402
from geo.selection import Selection  # noqa: E402


@st.cache_resource
def atlas() -> Atlas:
    """The facts, read once, as in our app."""
    return read(str(ROOT / "data"))


def main() -> None:
    """One run: the filter, then the map built anew."""
    st.set_page_config(layout="wide")
    words = st.sidebar.text_input("Words")
    shown = select(atlas(), Selection(words=words)).layers
    page = folium.Map(location=[32, 112], zoom_start=4)
    for layer in peers.SHOWN:
        features = peers.features(shown[layer], layer)
        if features:
            fields = list(features[0]["properties"])
            folium.GeoJson(
                {"type": "FeatureCollection", "features": features},
                tooltip=folium.GeoJsonTooltip(fields[:1]),
                popup=folium.GeoJsonPopup(fields),
            ).add_to(page)
    st_folium(page, height=640, use_container_width=True, returned_objects=[])


main()
