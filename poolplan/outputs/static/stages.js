"use strict";
/* Keeps the maps of the stage board together: one moves, all move; tables and search point at them. */
var stages = (function () {
  var maps = [];
  var busy = false;
  var view = null;
  var whole = null;
  var chosen = null;
  var prepare = null; /* what a page does to itself before it is fitted to a sheet of paper */
  var ROOM_FOR_CARD = 0.36;
  var PAPER_PX = 1040; /* A3 across less its margins, 277 mm, less what rounding takes */
  var LEAST_MAP_PX = 220;
  var MOST_MAP_PX = 520;
  var USUAL_MAP_PX = 460; /* where a sheet is too small for all */

  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }

  function others(map, act) {
    if (busy) { return; }
    busy = true;
    maps.forEach(function (other) { if (other !== map) { act(other); } });
    busy = false;
  }

  function follow(map) {
    map.on("drag", function () {
      others(map, function (other) {
        if (!poolplan.shared().dense) { other.setView(map.getCenter(), map.getZoom(), { reset: true }); return; }
        var at = other.latLngToContainerPoint(map.getCenter());
        other.panBy(at.subtract(other.getSize().divideBy(2)), { animate: false });
      });
    });
    map.on("moveend", function () {
      if (busy || !isVisible(map)) { return; }
      view = { at: map.getCenter(), zoom: map.getZoom() };
      whole = null;
      others(map, function (other) { other.setView(view.at, view.zoom, { reset: true }); });
    });
    map.on("popupclose", function () { if (!busy && isVisible(map)) { chosen = null; } });
  }

  var TILES = "https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png";
  var ABOUT_TILES = "https://maps.gsi.go.jp/development/ichiran.html";

  function tiles() {
    var box = document.getElementById("sb-tiles");
    maps.forEach(function (map) {
      map.ground.setStyle({ fillOpacity: box.checked ? 0 : 1 });
      if (map.tiles) { map.tiles.remove(); map.tiles = null; }
      if (box.checked) {
        var credit = '<a href="' + ABOUT_TILES + '" target="_blank" rel="noreferrer">' + box.getAttribute("data-credit") + "</a>";
        map.tiles = L.tileLayer(TILES, { attribution: credit, minNativeZoom: 5, maxNativeZoom: 18 }).addTo(map);
      }
    });
  }

  function basemap(map, shared) {
    map.ground = L.geoJSON(shared.wards, {
      interactive: false,
      style: { color: "#8d877a", weight: 1.4, fillColor: "#f8f5ee", fillOpacity: 1 }
    }).addTo(map).bringToBack();
    poolplan.orient(map);
  }

  function isVisible(map) { return map.getContainer().offsetWidth > 0; }

  function visible() { return maps.filter(isVisible); }

  /* Nothing that follows a change of size may move the other maps: their sizes change one after the other. */
  function quietly(act) {
    busy = true;
    act();
    busy = false;
  }

  function measure() { visible().forEach(function (map) { map.invalidateSize({ animate: false, pan: false }); }); }

  function settle() {
    quietly(function () {
      maps.forEach(function (map) { map.stop().setView(view.at, view.zoom, { reset: true }); });
    });
    maps.forEach(labels.lay);
  }

  function fit(bounds) {
    var lead = visible()[0];
    if (!lead) { return; }
    quietly(measure);
    var corners = L.latLngBounds(bounds);
    var zoom = lead.getBoundsZoom(corners, false, L.point(16, 16));
    var middle = lead.project(corners.getSouthWest(), zoom).add(lead.project(corners.getNorthEast(), zoom)).divideBy(2);
    view = { at: lead.unproject(middle, zoom), zoom: zoom };
    whole = bounds;
    settle();
  }

  /* Maps of another size show the same again: the ward or city they showed, or the same place at the same scale. */
  function again() {
    if (whole) { fit(whole); return; }
    quietly(measure);
    settle();
  }

  function toMaps() {
    document.querySelector(".sb-stages").scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  function close() {
    chosen = null;
    quietly(function () { maps.forEach(function (map) { map.closePopup(); }); });
  }

  function openChosen() {
    if (!chosen) { return; }
    quietly(function () { visible().forEach(function (map) { poolplan.open(map.stage, chosen); }); });
  }

  function showWard(ward) {
    var shared = poolplan.shared();
    close();
    fit(ward ? shared.ward_bounds[ward] : shared.bounds);
    toMaps();
  }

  function showSchool(school) {
    var at = poolplan.shared().schools[school].at;
    var lead = visible()[0];
    if (!lead) { return; }
    var zoom = Math.max(view.zoom, 12.5);
    var above = lead.getSize().y * ROOM_FOR_CARD;
    close();
    view = { at: lead.unproject(lead.project(at, zoom).subtract([0, above]), zoom), zoom: zoom };
    whole = null;
    settle();
    chosen = school;
    openChosen();
    toMaps();
  }

  function tab(number) {
    document.querySelector(".sb-stages").setAttribute("data-shown", number);
    each("[data-tab]", function (button) { button.setAttribute("aria-pressed", String(button.getAttribute("data-tab") === number)); });
    again();
    openChosen();
  }

  function search() {
    var wanted = document.getElementById("sb-search").value.normalize("NFKC").trim().toLowerCase();
    var found = 0;
    each("[data-search]", function (row) {
      row.hidden = wanted !== "" && row.getAttribute("data-search").indexOf(wanted) < 0;
      if (!row.hidden) { found += 1; }
    });
    var out = document.getElementById("sb-found");
    out.textContent = out.getAttribute("data-text").replace("{n}", found);
  }

  function found(id, event, act) {
    var node = document.getElementById(id);
    if (node) { node.addEventListener(event, act); }
  }

  /* The maps take what the figures and the table leave of the sheet. */
  function fillPaper() {
    document.body.style.setProperty("--sb-paper-map", "0px");
    var room = PAPER_PX - document.body.getBoundingClientRect().height;
    document.body.style.setProperty("--sb-paper-map", (room < LEAST_MAP_PX ? USUAL_MAP_PX : Math.min(MOST_MAP_PX, room)) + "px");
  }

  function paper() {
    var before = null;
    window.addEventListener("beforeprint", function () {
      before = { view: view, whole: whole };
      close();
      document.body.classList.add("sb-print");
      if (prepare) { prepare(); }
      fillPaper();
      fit(poolplan.shared().bounds);
    });
    window.addEventListener("afterprint", function () {
      document.body.classList.remove("sb-print");
      view = before.view;
      whole = before.whole;
      again();
    });
  }

  function calm(map) {
    if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) { return; }
    map._zoomAnimated = false; /* Leaflet reads its option zoomAnimation only while it makes the map */
  }

  function listen() {
    each("[data-ward]", function (button) { button.addEventListener("click", function () { showWard(button.getAttribute("data-ward")); }); });
    each("[data-school]", function (button) { button.addEventListener("click", function () { showSchool(button.getAttribute("data-school")); }); });
    each("[data-tab]", function (button) { button.addEventListener("click", function () { tab(button.getAttribute("data-tab")); }); });
    found("sb-search", "input", search);
    found("sb-tiles", "change", tiles);
    document.querySelector("a.pp-flag") && document.querySelector("a.pp-flag").addEventListener("click", function () { document.getElementById("sb-about").open = true; });
    window.addEventListener("resize", again);
    paper();
    if (document.getElementById("sb-search")) { search(); }
  }

  return {
    show: showSchool,
    beforePaper: function (act) { prepare = act; },
    add: function (map, number) {
      var last = document.querySelectorAll(".sb-stage").length - 1;
      map.stage = String(number);
      map.options.inertia = false;
      document.getElementById("sb-map-" + number).appendChild(map.getContainer());
      basemap(map, poolplan.shared());
      poolplan.settle(map);
      calm(map);
      follow(map);
      maps.push(map);
      if (number === last) {
        fit(poolplan.shared().bounds);
        listen();
        document.documentElement.setAttribute("data-ready", "yes");
      }
    },
    maps: maps
  };
})();
