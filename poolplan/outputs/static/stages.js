"use strict";
/* Keeps the maps of the stage board together: one moves, all move; tables and search point at them. */
var stages = (function () {
  var maps = [];
  var busy = false;
  var PHONE = "(max-width: 800px)";

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
      others(map, function (other) { other.setView(map.getCenter(), map.getZoom(), { reset: true }); });
    });
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
    poolplan.wards(map, shared.ward_names);
  }

  function visible() { return maps.filter(function (map) { return map.getContainer().offsetWidth > 0; }); }

  function fit(bounds) {
    var lead = visible()[0];
    if (!lead) { return; }
    busy = true;
    visible().forEach(function (map) { map.invalidateSize({ animate: false, pan: false }); });
    lead.fitBounds(bounds, { padding: [8, 8], animate: false });
    busy = false;
    lead.fire("moveend");
  }

  function toMaps() {
    document.querySelector(".sb-stages").scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  function showWard(ward) {
    var shared = poolplan.shared();
    maps.forEach(function (map) { map.closePopup(); });
    fit(ward ? shared.ward_bounds[ward] : shared.bounds);
    toMaps();
  }

  function showSchool(school) {
    var at = poolplan.shared().schools[school].at;
    var lead = visible()[0];
    if (!lead) { return; }
    lead.setView(at, Math.max(lead.getZoom(), 12.5), { animate: false });
    maps.forEach(function (map) { poolplan.open(map.stage, school); });
    toMaps();
  }

  function tab(number) {
    document.querySelector(".sb-stages").setAttribute("data-shown", number);
    each("[data-tab]", function (button) { button.setAttribute("aria-pressed", String(button.getAttribute("data-tab") === number)); });
    fit(poolplan.shared().bounds);
  }

  function search() {
    var wanted = document.getElementById("sb-search").value.trim().toLowerCase();
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

  function listen() {
    each("[data-ward]", function (button) { button.addEventListener("click", function () { showWard(button.getAttribute("data-ward")); }); });
    each("[data-school]", function (button) { button.addEventListener("click", function () { showSchool(button.getAttribute("data-school")); }); });
    each("[data-tab]", function (button) { button.addEventListener("click", function () { tab(button.getAttribute("data-tab")); }); });
    found("sb-search", "input", search);
    found("sb-tiles", "change", tiles);
    document.querySelector("a.pp-flag") && document.querySelector("a.pp-flag").addEventListener("click", function () { document.getElementById("sb-about").open = true; });
    window.matchMedia(PHONE).addEventListener("change", function () { fit(poolplan.shared().bounds); });
    window.addEventListener("resize", function () { maps.forEach(function (map) { map.invalidateSize({ pan: false }); }); });
    window.addEventListener("beforeprint", function () {
      maps.forEach(function (map) { map.closePopup(); });
      document.body.classList.add("sb-print");
      fit(poolplan.shared().bounds);
    });
    window.addEventListener("afterprint", function () {
      document.body.classList.remove("sb-print");
      fit(poolplan.shared().bounds);
    });
    if (document.getElementById("sb-search")) { search(); }
  }

  return {
    show: showSchool,
    add: function (map, number) {
      var last = document.querySelectorAll(".sb-stage").length - 1;
      map.stage = String(number);
      map.options.inertia = false;
      document.getElementById("sb-map-" + number).appendChild(map.getContainer());
      basemap(map, poolplan.shared());
      poolplan.settle(map);
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
