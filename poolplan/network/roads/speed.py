"""The speed model: how metres become minutes, read from a file that gives a source for every figure."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from poolplan.errors import DataError, ScenarioError
from poolplan.network.roads.classes import RoadClass
from poolplan.scenario.blocks import Block, Sourced, Text
from poolplan.scenario.messages import did_you_mean, explain, schema_at
from poolplan.scenario.origins import Problem, dotted, mark_of
from poolplan.scenario.text import read_text, shown_path
from poolplan.scenario.yaml_tree import marks, plain, read_tree

Kmh = Annotated[float, Field(gt=0, le=130, allow_inf_nan=False, json_schema_extra={"unit": "km/h"})]
Wait = Annotated[float, Field(ge=0, le=600, allow_inf_nan=False, json_schema_extra={"unit": "seconds"})]
Stop = Annotated[float, Field(ge=0, le=60, allow_inf_nan=False, json_schema_extra={"unit": "minutes"})]
Factor = Annotated[float, Field(ge=0.2, le=5, allow_inf_nan=False, json_schema_extra={"unit": "times"})]
Detour = Annotated[float, Field(ge=1, le=5, allow_inf_nan=False, json_schema_extra={"unit": "times"})]
Metres = Annotated[float, Field(ge=0, le=50_000, allow_inf_nan=False, json_schema_extra={"unit": "metres"})]
Hour = Annotated[int, Field(ge=0, le=24, json_schema_extra={"unit": "hour of the day"})]
DEFAULT = "japan-city-1"


class Vehicle(Sourced):
    """The bus, where roads set limits; limits that the map does not tell are unknown."""

    height_m: Annotated[float, Field(gt=0, le=5, allow_inf_nan=False, json_schema_extra={"unit": "metres"})]
    """Height."""
    width_m: Annotated[float, Field(gt=0, le=5, allow_inf_nan=False, json_schema_extra={"unit": "metres"})]
    """Width, mirrors left out."""
    weight_t: Annotated[float, Field(gt=0, le=40, allow_inf_nan=False, json_schema_extra={"unit": "tonnes"})]
    """Weight with passengers."""


class Band(Sourced):
    """Speeds of a bus in some hours of a school day."""

    first_h: Hour
    """Hour in which the band begins."""
    last_h: Hour
    """Hour in which it ends."""
    kmh: dict[RoadClass, Kmh]
    """Speed between junctions by class of road; `other` stands for every class that is left out."""
    time_factor: Factor = 1
    """Peak factor: minutes on the road are multiplied by it, whatever engine found them; calibration sets it."""


class Junctions(Sourced):
    """What a bus loses at a junction, besides driving."""

    signal_s: Wait = 0
    """At traffic lights."""
    major_s: Wait = 0
    """At a junction without known lights, coming on a tertiary road or larger."""
    minor_s: Wait = 0
    """At a junction without known lights, coming on a smaller road."""


class SchoolZone(Sourced):
    """Slower driving on small roads (tertiary and below) around the schools that are travelled from."""

    radius_m: Metres
    """The zone reaches so far from a school."""
    kmh: Kmh
    """Speed limit in the zone."""


class Stops(Sourced):
    """Minutes of every bus trip that are not spent driving."""

    boarding_min: Stop
    """A class boards."""
    turning_min: Stop
    """The bus turns, leaves the yard and comes to the door."""
    alighting_min: Stop
    """A class alights."""


class Joining(Sourced):
    """How places are joined to the roads."""

    snap_to: Literal["road", "junction"] = "road"
    """The nearest point of a road; or the nearest junction, where links have no shape."""
    detour: Detour
    """Way from a place to its road divided by the straight line."""
    bus_kmh: Kmh
    """Speed of a bus on that way."""
    doubtful_m: Metres
    """A place farther from its road than this is named as doubtful."""
    lost_m: Metres
    """A place farther than this is not on these roads and has no trips."""
    near_m: Metres = 0
    """Straight lines shorter than this are not routed over the roads, where only main roads are known."""
    kerb_classes: tuple[RoadClass, ...] = ()
    """On these classes of road a bus stops on the side on which the place lies."""
    drives_on: Literal["left", "right"] = "left"
    """Side of the road on which traffic keeps."""


class StraightLine(Sourced):
    """How minutes are guessed where there are no roads to route on."""

    bus_detour: Detour
    """Way of a bus divided by the straight line."""
    bus_kmh: Kmh
    """Mean speed of a bus from door to door, without boarding."""
    walk_detour: Detour
    """Way of a class on foot divided by the straight line."""


class Walking(Sourced):
    """A class on foot."""

    along: Literal["roads", "straight_line"] = "roads"
    """Where only main roads are known, the straight line with its detour is nearer to the truth."""
    kmh: Kmh
    """On the level."""
    steps_kmh: Kmh = 2
    """On stairs."""


class Ferry(Sourced):
    """A crossing by ferry."""

    kmh: Kmh
    """Speed where the ferry's own is not given."""
    wait_min: Stop
    """Waiting and boarding, minutes a crossing."""


class SpeedModel(Block):
    """How metres become minutes. A change of any figure needs a new version."""

    version: Text
    """Name of the model; it stands in the source of every minute."""
    band: Text
    """The hours in which trips are made: one of `bands`."""
    bands: dict[str, Band]
    """Speeds of a bus by hours of the day."""
    vehicle: Vehicle
    """Size of the bus."""
    junctions: Junctions
    """What junctions cost."""
    school_zone: SchoolZone | None = None
    """Slower driving around schools; none where left out."""
    stops: Stops
    """Boarding, turning and alighting."""
    joining: Joining
    """How places are joined to roads."""
    straight: StraightLine
    """Where there are no roads."""
    walking: Walking
    """On foot."""
    ferry: Ferry
    """By ferry."""

    @property
    def hours(self) -> Band:
        """Speeds in the hours in which trips are made."""
        return self.bands[self.band]

    @property
    def stops_min(self) -> float:
        """Minutes of a bus trip that are not spent driving."""
        return self.stops.boarding_min + self.stops.turning_min + self.stops.alighting_min

    def bus_kmh(self, road_class: RoadClass) -> float:
        """Speed of a bus between junctions on a class of road, km/h."""
        if road_class == "ferry":
            return self.ferry.kmh
        return self.hours.kmh.get(road_class, self.hours.kmh["other"])


def shipped_models() -> dict[str, Path]:
    """Speed models that come with poolplan, by version."""
    folder = Path(str(files("poolplan.network.roads") / "speed_models"))
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def model_path(named: str) -> Path:
    """Return the file of a speed model: the version of a shipped one, or the path of one's own.

    Raises:
        DataError: neither a shipped version nor a YAML file.
    """
    shipped = shipped_models()
    if named in shipped:
        return shipped[named]
    if named.endswith((".yaml", ".yml")):
        return Path(named)
    known = ", ".join(shipped)
    raise DataError(
        f"speed model '{named}'{did_you_mean(named, shipped)}: not one of {known}, and no YAML file; give either"
    )


def read_speed_model(named: str = DEFAULT) -> SpeedModel:
    """Read a speed model by the version of a shipped one or the path of a YAML file.

    Raises:
        DataError: every problem of the file, each with its line.
    """
    path = model_path(named)
    problems: list[Problem] = []
    model = _parsed(path, problems)
    if model is None or problems:
        raise DataError(str(problem) for problem in problems)
    return model


def _parsed(path: Path, problems: list[Problem]) -> SpeedModel | None:
    try:
        root = read_tree(read_text(path), shown_path(path), problems)
    except ScenarioError:
        return None
    origins = dict(marks(root))
    try:
        model = SpeedModel.model_validate(plain(root))
    except ValidationError as error:
        for found in error.errors(include_url=False):
            where = dotted(tuple(step for step in found["loc"] if step != "[key]"))
            keys, unit = schema_at(SpeedModel, found["loc"])
            problems.append(Problem(where, explain(found, keys, unit), mark_of(where, origins)))
        return None
    problems += [problem.located(origins) for problem in _contradictions(model)]
    return model


def _contradictions(model: SpeedModel) -> list[Problem]:
    """Say what no single value of a model shows."""
    problems = []
    if model.band not in model.bands:
        known = ", ".join(model.bands)
        problems.append(Problem("band", f"'{model.band}' is not one of the bands {known}; give one of them"))
    for name, band in model.bands.items():
        if "other" not in band.kmh:
            problems.append(Problem(f"bands.{name}.kmh", "has no speed for 'other'; give one for all other roads"))
        if band.first_h >= band.last_h:
            text = f"begins at {band.first_h} and ends at {band.last_h}; give hours that follow each other"
            problems.append(Problem(f"bands.{name}", text))
    return problems
