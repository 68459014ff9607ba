"""The one table of layers, fields and vocabularies: reading, checks, labels, docs and search follow it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "text", "integer", "number", "boolean", "date", "id", "ids", "country", "countries", "term", "terms",
    "sources", "records", "link",
]  # fmt: skip
"""What a field holds: see ``KIND_WORDS`` for each in words."""

KIND_WORDS: Mapping[Kind, str] = {
    "text": "text",
    "integer": "whole number, 0 or more",
    "number": "decimal number",
    "boolean": "true or false",
    "date": "EDTF date",
    "id": "id of a record",
    "ids": "list of ids",
    "country": "ISO 3166-1 alpha-3",
    "countries": "list of ISO 3166-1 alpha-3",
    "term": "one of a vocabulary",
    "terms": "list of a vocabulary's terms",
    "sources": "list of ids in sources.json",
    "records": "list of objects",
    "link": "http or https address",
}


@dataclass(frozen=True)
class Term:
    """A word of a vocabulary: the label that readers see, and what it means."""

    label: str
    meaning: str


@dataclass(frozen=True)
class Field:
    """One field of a layer.

    ``refers`` names the layer whose ids the field holds; ``searched`` fields are found by the
    ``words`` filter; ``inner`` are the fields of each object of a ``records`` field. A field that
    ``stays`` is for editors and never leaves.
    """

    name: str
    kind: Kind
    meaning: str
    example: object
    required: bool = False
    vocabulary: str | None = None
    refers: str | None = None
    searched: bool = False
    inner: tuple[Field, ...] = ()
    stays: bool = False


@dataclass(frozen=True)
class Layer:
    """A layer: its file, what it holds, its geometry types (``None``: a record may have none)."""

    name: str
    label: str
    meaning: str
    geometry: tuple[str | None, ...]
    fields: tuple[Field, ...]
    key: str = "id"
    title: str = "name"
    by_name: Mapping[str, Field] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {f.name: f for f in self.fields})

    @property
    def file(self) -> str:
        """Name of the layer's file in a data folder."""
        return f"{self.name}.geojson"

    @property
    def leaving(self) -> tuple[Field, ...]:
        """The fields that may leave, in order."""
        return tuple(f for f in self.fields if not f.stays)

    def of_kind(self, *kinds: Kind) -> Iterator[Field]:
        """The layer's fields of the given kinds, in order."""
        return (f for f in self.fields if f.kind in kinds)


VOCABULARIES: Mapping[str, Mapping[str, Term]] = {
    "kind": {
        "arrest": Term(
            "Arrest",
            "people taken by police, border guards or immigration officers on the way or in hiding",
        ),
        "detention": Term(
            "Detention", "people held, where the arrest itself is not what the sources tell"
        ),
        "forced_return": Term(
            "Forced return",
            "people handed to North Korea, as reported; a hand-over to China only is an arrest",
        ),
        "death": Term(
            "Death", "people who died on the way, in custody or by their own hand; executions"
        ),
        "border_shooting": Term(
            "Border shooting",
            "shots by guards at people crossing a border; people = those hit",
        ),
        "trafficking": Term(
            "Trafficking", "people sold or held for sale, and cases against those who did it"
        ),
        "helper_detained": Term(
            "Helper detained",
            "helpers, missionaries, guides or journalists held, tried, jailed or expelled; "
            "people = all held in that case, helpers and those with them",
        ),
        "diplomatic_entry": Term(
            "Diplomatic entry",
            "entry into, stay in, or leaving of an embassy, consulate, UN office or foreign school",
        ),
        "release": Term("Release", "people let go after detention"),
        "arrival": Term(
            "Arrival",
            "people reaching a safe country, mostly by sea or across the military border",
        ),
        "disappearance": Term(
            "Disappearance",
            "people who vanished or were seized, with no official word on where they are",
        ),
        "policy": Term(
            "Policy",
            "laws, agreements, orders, statements and hearings; never carries numbers of people",
        ),
    },
    "outcome": {
        "returned": Term("Returned", "sent back to North Korea, as reported"),
        "released": Term("Released", "let go"),
        "reached_safety": Term("Reached safety", "reached South Korea or another safe country"),
        "died": Term("Died", "died"),
        "detained": Term("In custody", "last known in custody"),
        "unknown": Term("Not known", "not known, not told, or mixed; also all policy records"),
    },
    "corroboration": {
        "single": Term("One origin", "one origin, however many pages repeat it"),
        "multiple": Term("Several origins", "at least two sources of different origin"),
        "disputed": Term(
            "Disputed",
            "a party with knowledge denies it, or sources contradict each other on its core",
        ),
    },
    "precision": {
        "site": Term("Site", "the facility, bridge or mission itself"),
        "town": Term("Town", "the town's or city's published centre point"),
        "county": Term("County", "a point for a county or district"),
        "province": Term("Province", "a point for a province or region, or no point: listed only"),
        "country": Term("Country", "no usable place: listed only"),
        "stretch": Term(
            "Stretch of river", "a length of river between published towns, not a place to cross"
        ),
    },
    "sensitivity": {
        "public": Term("Public", "may be shown and exported"),
        "restricted": Term(
            "Restricted",
            "stays in the newsroom; an incident or a detention site may leave with a coarser place "
            "where `publish_precision` or the editor says so",
        ),
        "secret": Term("Secret", "stays with the editor: nothing of it ever leaves"),
    },
    "publish_precision": {
        "town": Term("Town", "at the published centre point of its town"),
        "county": Term("County", "at the published point of its county"),
        "province": Term("Province", "by the name of its province: listed only"),
        "country": Term("Country", "by the name of its country: listed only"),
    },
    "route_kind": {
        "escape": Term("Escape", "a corridor out of North Korea"),
        "repatriation": Term("Repatriation", "a corridor by which people are returned"),
    },
    "mode": {
        "foot": Term("on foot", "on foot"),
        "road": Term("by road", "by road"),
        "rail": Term("by rail", "by rail"),
        "river": Term("by river", "across or along a river"),
        "sea": Term("by sea", "by sea"),
        "air": Term("by air", "by air"),
    },
    "course": {
        "land": Term("over land", "generalised over land, within the countries the route names"),
        "sea": Term("over sea", "generalised over sea"),
        "river": Term("along the river", "generalised along the border river"),
        "air": Term("through the air", "a light arc: flights, and legs whose mode no source tells"),
    },
    "draw": {
        "lines": Term("Lines", "a corridor of legs"),
        "points": Term("Points", "places that make no line"),
    },
    "confidence": {
        "good": Term("Good", "well documented"),
        "fair": Term("Fair", "documented in part"),
        "weak": Term("Weak", "weakly documented"),
    },
    "site_type": {
        "kwanliso": Term("Political prison camp (kwanliso)", "North Korea"),
        "kyohwaso": Term("Re-education prison (kyohwaso)", "long-term prison, North Korea"),
        "mss_detention": Term(
            "State security detention",
            "interrogation and detention centre of the Ministry of State Security",
        ),
        "kuryujang": Term("Police detention (kuryujang)", "police pre-trial detention"),
        "rodongdanryondae": Term(
            "Short-term labour camp (rodongdanryondae)", "short-term labour camp, North Korea"
        ),
        "jipkyulso": Term(
            "Holding centre (jipkyulso)", "for people on the way to their home district"
        ),
        "border_detention_cn": Term(
            "Chinese border holding centre",
            "of Chinese border defence or police near the border, used before a return",
        ),
        "prison": Term("Prison", "ordinary prison"),
        "police_station": Term(
            "Police cells",
            "police cells or a city police force that held people "
            "(no building named where precision is town)",
        ),
        "immigration_detention": Term(
            "Immigration detention",
            "immigration detention, shelter or border-guard holding place",
        ),
    },
    "status": {
        "open": Term("Open", "reported as running"),
        "closed": Term("Closed", "reported as closed"),
        "reported": Term("Reported", "told of at some time, present state not known"),
        "unknown": Term("Not known", "not known"),
    },
    "crossing_type": {
        "road_bridge": Term("Road bridge", "official road bridge"),
        "rail_bridge": Term("Rail bridge", "official rail bridge"),
        "land_port": Term("Land port", "official crossing on land"),
        "river_stretch": Term(
            "Stretch of river",
            "length of river where people are reported to cross or be stopped; "
            "never a point of crossing",
        ),
    },
    "used_for": {
        "forced_return": Term("Forced returns", "returns through it are reported"),
        "exit": Term("Leaving North Korea", "people are reported to leave North Korea there"),
        "transit": Term(
            "Transit", "people are reported to pass on the way to a third country"
        ),
    },
    "role": {
        "origin": Term("Country of origin", "where people flee from"),
        "first_country": Term("First country", "reached straight from North Korea"),
        "transit": Term("Transit country", "crossed on the way"),
        "destination": Term("Destination", "where people arrive"),
    },
    "medium": {
        "news": Term("News", "newspaper, agency, broadcaster, news site"),
        "ngo_report": Term(
            "Non-governmental group", "report, statement or data of a non-governmental group"
        ),
        "government": Term("Government", "government, parliament or public agency"),
        "un": Term("United Nations", "United Nations body or office"),
        "academic": Term("Academic", "journal, thesis, university"),
        "testimony": Term("Testimony", "memoir or first-person account"),
        "cable": Term("Cable", "leaked diplomatic cable"),
        "other": Term("Other", "encyclopaedia, think tank, travel page, trade page"),
    },
}  # fmt: skip


def _field(name: str, kind: Kind, meaning: str, example: object, **more: object) -> Field:
    return Field(name, kind, meaning, example, **more)  # type: ignore[arg-type]


def _id(example: str) -> Field:
    return _field(
        "id",
        "id",
        "stable id, lower case, never used again for another record",
        example,
        required=True,
    )


_SOURCES = _field("sources", "sources", "works that the record rests on",
                  ["hrw-2013-06-05-international-community-must-help"], required=True)  # fmt: skip
_LEG_SOURCES = Field(
    "sources", "sources", "works cited", ["bbc-2002-03-16-n-koreans-wait-leave-philippines"]
)
_NOTES = _field("notes", "text", "editor's note: doubts, conflicts between sources",
                "Founding year disputed.", searched=True)  # fmt: skip
_SENSITIVITY = _field("sensitivity", "term", "who may see the record", "public", required=True,
                      vocabulary="sensitivity")  # fmt: skip
_ROUTES = _field("routes", "ids", "routes that the record is tied to; empty where none truly fits",
                 ["southeast-asia-laos"], refers="routes")  # fmt: skip
_COORD_SOURCE = _field("coord_source", "text", "where the point comes from",
                       "GeoNames 1816670 (Beijing)")  # fmt: skip
_PLACE = _field("place", "text", "place as the sources name it, never finer than a town for people",
                "Yanji", required=True, searched=True)  # fmt: skip
_ADMIN1 = _field("admin1", "text", "province or region", "Jilin")
_COUNTRY = _field("country", "country", "country of the place", "CHN", required=True)
_COUNTRIES = _field("countries", "countries", "countries that the record touches",
                    ["PRK", "CHN"], required=True)  # fmt: skip
_LOCAL = _field("name_local", "text", "name in a local script", "조중우의교", searched=True)
_PRECISION = _field("precision", "term", "how exactly the place is known", "town", required=True,
                    vocabulary="precision")  # fmt: skip
_PUBLISHED = _field("publish_precision", "term",
                    "how exactly a restricted record may be placed in what leaves; empty = withheld",
                    "province", vocabulary="publish_precision", stays=True)  # fmt: skip


def _name(example: str) -> Field:
    return _field("name", "text", "name", example, required=True, searched=True)


_FROM = _field("active_from", "date", "first known use", "2004")
_TO = _field("active_to", "date", "last known use; empty = still, or not known", "2012~")
_POINT = (
    Field("place", "text", "place", "Yanji", searched=True),
    Field("country", "country", "country", "CHN"),
    Field("lon", "number", "longitude, decimal degrees, WGS 84", 129.50241),
    Field("lat", "number", "latitude, decimal degrees, WGS 84", 42.88825),
)

ROUTES = Layer(
    "routes",
    "Routes",
    "Corridors of escape and of repatriation, generalised between published towns.",
    ("MultiLineString", "MultiPoint"),
    (
        _id("southeast-asia-laos"),
        _name("North-east China - Mongolia (Gobi)"),
        _field("kind", "term", "direction of the corridor", "escape", required=True,
               vocabulary="route_kind"),
        _field("summary", "text", "what is known, in our own words",
               "The main corridor since the mid-2000s.", required=True, searched=True),
        _FROM,
        _TO,
        _field("period_notes", "text", "what the period rests on", "Used since about 2004."),
        _COUNTRIES,
        _field("waypoints", "records", "published places of the corridor, in order",
               [{"place": "Hyesan"}], required=True,
               inner=(*_POINT, Field("precision", "term", "as for records", "town", vocabulary="precision"),
                      Field("inferred", "boolean", "true where no source names the place", False),
                      Field("note", "text", "editor's note", "prefecture named in the source"),
                      _LEG_SOURCES)),
        _field("legs", "records", "legs in the order of the geometry's parts",
               [{"from": 0, "to": 1, "mode": "foot", "inferred": False, "sources": [], "course": "land"}],
               inner=(Field("from", "integer", "position in waypoints", 0),
                      Field("to", "integer", "position in waypoints", 1),
                      Field("mode", "text", "terms of the vocabulary mode, joined by commas; "
                            "empty where no source tells", "rail, road"),
                      Field("inferred", "boolean", "true where no source states the leg", False),
                      _LEG_SOURCES,
                      Field("course", "term", "how the generalised line was drawn", "land",
                            vocabulary="course"))),
        _field("mode", "terms", "modes told for the route as a whole", ["rail", "road"],
               vocabulary="mode"),
        _field("mode_by_leg", "records", "modes in the sources' own division of the way",
               [{"leg": "Mekong", "mode": "river"}],
               inner=(Field("leg", "text", "part of the way", "Mekong"),
                      Field("mode", "text", "mode", "river"))),
        _field("approx_km", "integer", "length as published, in kilometres", 4800),
        _field("approx_days", "text", "duration as published", "months to years"),
        _field("risks", "text", "risks told of", "Arrest in Kunming."),
        _field("draw", "term", "lines, or points where the places make no line", "lines",
               required=True, vocabulary="draw"),
        _field("variant_of", "id", "route that this one varies", "southeast-asia-laos", refers="routes"),
        _field("source_confidence", "term", "how well the route is documented", "good",
               required=True, vocabulary="confidence"),
        _SOURCES,
        _NOTES,
        _SENSITIVITY,
    ),
)  # fmt: skip

CROSSINGS = Layer(
    "crossings",
    "Border crossings",
    "Official crossings, and stretches of river between published towns.",
    ("Point", "LineString"),
    (
        _id("tumen-namyang"),
        _name("Tumen-Namyang"),
        _LOCAL,
        _COUNTRIES,
        _field("river", "text", "border river", "Yalu/Amnok"),
        _field("type", "term", "sort of crossing", "road_bridge", required=True,
               vocabulary="crossing_type"),
        _field("official", "boolean", "true for an official crossing", True, required=True),
        _PRECISION,
        _COORD_SOURCE,
        _field("stretch", "records", "towns between which a stretch lies",
               [{"place": "Hyesan"}, {"place": "Changbai"}], inner=_POINT),
        _field("role", "text", "what is reported of it", "Busiest return route of the west.",
               required=True, searched=True),
        _field("used_for", "terms", "what it is reported to be used for", ["forced_return"],
               vocabulary="used_for"),
        _ROUTES,
        _SOURCES,
        _NOTES,
        _SENSITIVITY,
    ),
)  # fmt: skip

COUNTRIES = Layer(
    "countries",
    "Countries",
    "Countries of origin, transit and destination: treaties, agreements, policy, timeline.",
    ("Polygon", "MultiPolygon"),
    (
        _field("iso3", "country", "ISO 3166-1 alpha-3, the record's id", "CHN", required=True),
        _name("Mongolia"),
        _LOCAL,
        _field("role", "term", "place on the way", "transit", required=True, vocabulary="role",
               searched=True),
        _field("refugee_convention_1951", "boolean", "party to the Refugee Convention", True),
        _field("convention_year", "integer", "year of accession to the Convention", 1982),
        _field("protocol_1967_year", "integer", "year of accession to its Protocol", 1982),
        _field("cat_party", "boolean", "party to the Convention against Torture", True),
        _field("bilateral_agreements", "records", "agreements on borders, return and refugees",
               [{"with": "CHN", "year": 1964, "name": "Border protocol"}],
               inner=(Field("with", "text", "ISO 3166-1 alpha-3, or an agency", "CHN"),
                      Field("year", "integer", "year", 1964),
                      Field("name", "text", "name", "Border protocol"),
                      Field("effect", "text", "effect", "Return of people who cross."),
                      _LEG_SOURCES)),
        _field("policy_summary", "text", "policy, in our own words", "Returns people as migrants.",
               required=True, searched=True),
        _field("timeline", "records", "dated steps of policy", [{"date": "1982-09", "event": "Accession."}],
               inner=(Field("date", "date", "date", "1982-09"),
                      Field("event", "text", "what happened", "Accession to the Convention."),
                      _LEG_SOURCES)),
        _field("points", "records", "positions and general findings that are no event",
               [{"text": "Human Rights Watch (2013): …"}],
               inner=(Field("text", "text", "finding", "Human Rights Watch (2013): …"), _LEG_SOURCES)),
        _SOURCES,
        _NOTES,
        _SENSITIVITY,
    ),
    key="iso3",
)  # fmt: skip

DETENTION_SITES = Layer(
    "detention_sites",
    "Detention sites",
    "Places where caught or returned people are or were held.",
    ("Point", None),
    (
        _id("kwanliso-15-yodok"),
        _name("Kwan-li-so No. 15 (Yodok)"),
        _LOCAL,
        _field("type", "term", "sort of place", "kyohwaso", required=True, vocabulary="site_type"),
        _field("operator", "text", "who runs it", "Ministry of State Security"),
        _COUNTRY,
        _ADMIN1,
        _PLACE,
        _PRECISION,
        _PUBLISHED,
        _COORD_SOURCE,
        _field("status", "term", "present state", "reported", required=True, vocabulary="status"),
        _FROM,
        _TO,
        _field("role", "text", "what is reported of it", "Holds people before their return.",
               required=True, searched=True),
        _field("capacity_or_population", "text", "as the source says it", "about 500"),
        _ROUTES,
        _SOURCES,
        _NOTES,
        _SENSITIVITY,
    ),
)  # fmt: skip

INCIDENTS = Layer(
    "incidents",
    "Incidents",
    "Dated, sourced events on the way.",
    ("Point", None),
    (
        _id("2013-05-laos-nine"),
        _field("title", "text", "title, at most 90 characters", "Nine returned from Laos",
               required=True, searched=True),
        _field("summary", "text", "what the sources tell, in our own words, at most 350 characters",
               "Nine young people were …", required=True, searched=True),
        _field("kind", "term", "sort of event", "forced_return", required=True, vocabulary="kind"),
        _field("date", "date", "when, as precisely as the sources tell", "2013-05-10/2013-05-28"),
        _field("people_min", "integer", "people to whom the kind applies, lowest credible number", 9),
        _field("people_max", "integer", "the same, highest credible number", 9),
        _field("people_died_min", "integer", "of them reported dead, lowest", 0),
        _field("people_died_max", "integer", "of them reported dead, highest", 0),
        _field("people_returned_min", "integer", "of them reported returned, lowest", 9),
        _field("people_returned_max", "integer", "of them reported returned, highest", 9),
        _field("women", "integer", "women and girls as the source counts them; may overlap with children", 2),
        _field("children", "integer", "children as the source counts them", 7),
        _COUNTRY,
        _ADMIN1,
        _PLACE,
        _field("place_local", "text", "place in a local script, from the gazetteer", "延吉",
               searched=True),
        _PRECISION,
        _PUBLISHED,
        _field("outcome", "term", "last known outcome", "returned", required=True, vocabulary="outcome"),
        _ROUTES,
        _field("returned_via", "id", "crossing named by a source", "tumen-namyang", refers="crossings"),
        _field("returned_via_text", "text", "crossing in the source's words", "over the bridge at Tumen"),
        _field("path", "records", "places that people were moved through, in order",
               [{"place": "Vientiane", "country": "LAO", "lon": 102.6, "lat": 17.96667, "date": "2013-05"}],
               inner=(*_POINT, Field("date", "date", "when; empty where no source tells", "2013-05-27"))),
        _SOURCES,
        _field("corroboration", "term", "origins, not pages", "multiple", required=True,
               vocabulary="corroboration"),
        _field("count_in_totals", "boolean",
               "false for policy, aggregates, parts, overlaps, and people who are not escapees",
               True, required=True),
        _field("part_of", "id", "incident that this one is a part of", "2023-10-09-mass-return",
               refers="incidents"),
        _NOTES,
        _SENSITIVITY,
    ),
    title="title",
)  # fmt: skip

SOURCE_FIELDS: tuple[Field, ...] = (
    _field("id", "id", "stable id", "hrw-2013-06-05-international-community-must-help", required=True),
    _field("publisher", "text", "publisher", "Human Rights Watch", required=True, searched=True),
    _field("title", "text", "title of the work; in [brackets] where it is an editor's description",
           "International community must help", required=True, searched=True),
    _field("published", "date", "date of publication", "2013-06-05"),
    _field("url", "link", "address at the publisher or an established archive", "https://example.org/"),
    _field("medium", "term", "sort of work", "news", required=True, vocabulary="medium"),
    _field("note", "text", "editor's note", "text taken from a third-party copy"),
)  # fmt: skip
"""Fields of a work in ``sources.json``."""

LAYERS: Mapping[str, Layer] = {
    layer.name: layer for layer in (ROUTES, CROSSINGS, COUNTRIES, DETENTION_SITES, INCIDENTS)
}
"""The layers by name, in the order in which the selection names them."""

BEGIN, END = "<!-- fields:begin -->", "<!-- fields:end -->"


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|")


def _example(value: object) -> str:
    import json

    return "`" + _cell(json.dumps(value, ensure_ascii=False)) + "`"


def _rows(fields: tuple[Field, ...], prefix: str = "") -> Iterator[str]:
    for f in fields:
        vocabulary = f"[{f.vocabulary}](#{f.vocabulary})" if f.vocabulary else ""
        yield (
            f"| `{prefix}{f.name}` | {_cell(f.meaning)} | {KIND_WORDS[f.kind]} "
            f"| {_example(f.example)} | {'yes' if f.required else ''} | {vocabulary} |"
        )
        yield from _rows(f.inner, f"{prefix}{f.name}[].")


def field_tables() -> str:
    """The field table of every layer and all vocabularies, as Markdown for ``data/README.md``."""
    head = "| field | meaning | type | example | required | vocabulary |\n|---|---|---|---|---|---|"
    parts = []
    for layer in LAYERS.values():
        geometry = ", ".join(g or "none" for g in layer.geometry)
        parts.append(
            f"### {layer.file}\n\n{layer.meaning} Geometry: {geometry}.\n\n{head}\n"
            + "\n".join(_rows(layer.fields))
        )
    parts.append(
        f"### sources.json\n\nOne record a work.\n\n{head}\n" + "\n".join(_rows(SOURCE_FIELDS))
    )
    parts.append("### Vocabularies")
    for name, terms in VOCABULARIES.items():
        rows = "\n".join(
            f"| `{id_}` | {t.label} | {_cell(t.meaning)} |" for id_, t in terms.items()
        )
        parts.append(f"#### {name}\n\n| term | label | meaning |\n|---|---|---|\n{rows}")
    return "\n\n".join(parts) + "\n"


def with_field_tables(text: str) -> str:
    """``text`` with what stands between the two ``fields`` comments replaced by the tables.

    Raises ``ValueError`` where the comments are missing.
    """
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{BEGIN} and {END} must both stand in the text")
    return f"{head}{BEGIN}\n\n{field_tables()}\n{END}{tail}"
