"""Leaflet without the classes that are not used: still Leaflet, under its own notice."""

import re

import pytest

from geo import leaflet
from geo.document import ALL, ASSETS, script_texts

OWN = script_texts(ALL)


def test_the_notice_and_the_licence_stay():
    assert "Leaflet 1.9.4" in leaflet.script(OWN)
    assert "Vladimir Agafonkin" in leaflet.script(OWN)
    assert "Redistributions in binary form must reproduce" in leaflet.script(OWN)


@pytest.mark.parametrize("name", leaflet.UNUSED)
def test_a_class_is_gone_and_nothing_of_ours_asks_for_it(name):
    own = "".join(path.read_text("utf-8") for path in ASSETS.glob("*.js"))
    maker = name[0].lower() + name[1:]
    assert not re.search(rf"\bL\.(?:{name}|{maker})\b", own)
    whole = leaflet._file("leaflet-src.js")
    assert len(leaflet._without(whole, name)) < len(whole) - 200


def test_a_class_that_is_not_there_stops_the_build():
    with pytest.raises(ValueError, match="no class Nothing"):
        leaflet._without("", "Nothing")


def test_the_rest_runs(new_page):
    opened = new_page()
    opened.page.set_content("<div id='map' style='height:300px'></div>")
    opened.page.add_script_tag(content=leaflet.script(OWN))
    found = opened.page.evaluate(
        """() => {
          const map = L.map("map", { zoomControl: false, attributionControl: false })
            .setView([40, 127], 5);
          L.control.scale({ imperial: false }).addTo(map);
          map.fitBounds([[30, 100], [45, 130]], { animate: false });
          return [map.getZoom() > 0, Object.keys(L).sort(),
                  document.querySelectorAll(".leaflet-control-scale-line").length,
                  [L.Marker, L.TileLayer, L.Popup].every((part) => part === undefined)];
        }"""
    )
    assert found == [True, sorted((*leaflet.EXPORTS, *leaflet.NAMESPACES, "noConflict")), 1, True]


def test_what_is_handed_on_must_be_there():
    with pytest.raises(ValueError, match="hands on no CRS"):
        leaflet._narrowed("  exports.map = map;\n")


def test_only_what_nothing_names_is_shaken_off():
    source = (
        "  function used(a) {\n    return a.unused;\n  }\n  function unused() {\n    deep();\n  }\n"
        "  function deep() {\n  }\n  var line = 1;\n  exports.map = used({line: 2});\n"
    )
    kept = "  function used(a) {\n    return a.unused;\n  }\n  exports.map = used({line: 2});\n"
    assert leaflet._shaken(source) == kept


def test_methods_that_nothing_names_are_shaken_off_and_what_they_alone_called():
    method = "    {0}: function (a) {{\n      return {1};\n    }},\n"
    head, tail = "  var Map = Evented.extend({\n", "  });\n  exports.map = Map;\n"
    asked, inner, alone = (method.format(*x) for x in (("zoom", "this._to()"), ("_to", "a"), ("fly", "glide(a)")))  # fmt: skip
    source = head + asked + inner + alone + tail + "  function glide() {\n  }\n"
    assert leaflet._shaken(source, "map.zoom(3)") == head + asked + inner + tail


def test_nothing_asks_where_the_reader_is():
    asks = re.compile("getCurrentPosition|watchPosition")
    assert asks.search(leaflet._file("leaflet-src.js"))
    assert not asks.search(leaflet.script(OWN))


def test_the_style_keeps_panes_and_asks_for_no_file():
    style = leaflet.style()
    assert "url(" not in style
    assert ".leaflet-pane" in style
    assert ".leaflet-control-scale" in style
    assert len(style) < 0.5 * len(leaflet._file("leaflet.css"))
