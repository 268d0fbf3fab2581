"use strict";
/* Draws what poolplan.outputs.features says. Text only ever enters the page as text, never as HTML. */
var poolplan = (function () {
  var shared = null;
  var slots = {};
  var MOST_NAMES = 12; /* where more schools move at once, names would cover the map */
  var SHAPES = {
    circle: '<circle cx="9" cy="9" r="3.8"/>',
    square: '<rect x="3.4" y="3.4" width="11.2" height="11.2" rx="1"/>',
    diamond: '<path d="M9 1.6 16.4 9 9 16.4 1.6 9Z"/>',
    triangle: '<path d="M9 1.8 16.6 15.6H1.4Z"/>',
    cross: '<path d="M6 2h6v4h4v6h-4v4H6v-4H2V6h4Z"/>'
  };

  function colour(value) { return /^#[0-9a-fA-F]{6}$/.test(value) ? value : "#4d4d4d"; }

  function schoolIcon(look, isNew, isAssumed) {
    var ring = isNew ? '<circle cx="9" cy="9" r="10.6" fill="none" stroke="#000" stroke-width="2.4"/>' : "";
    var svg = '<svg viewBox="-3.5 -3.5 25 25" width="25" height="25" aria-hidden="true">' + ring +
      '<g fill="' + colour(look.fill) + '" stroke="' + colour(look.edge) + '" stroke-width="' + (look.own ? 1.7 : 1.2) + '">' +
      (SHAPES[look.shape] || SHAPES.cross) + "</g>" +
      (isAssumed ? '<circle cx="15.5" cy="15.5" r="3" fill="#f0b429" stroke="#1b1b1b"/>' : "") + "</svg>";
    return L.divIcon({ className: "pp-school" + (isNew ? " pp-new" : ""), html: svg, iconSize: [25, 25] });
  }

  function siteIcon(kind, site, used) {
    var badge = document.createElement("span");
    badge.textContent = kind.glyph;
    badge.style.background = colour(kind.fill);
    var host = site.kind === "school_pool";
    return L.divIcon({
      className: "pp-site" + (site.assumed ? " pp-assumed" : "") + (used ? "" : " pp-idle"),
      html: badge, iconSize: [22, 22], iconAnchor: host ? [-2, 22] : [11, 11]
    });
  }

  function record(cells, columns) {
    var row = {};
    columns.forEach(function (name, i) { row[name] = cells[i]; });
    return row;
  }

  function element(tag, text, className) {
    var node = document.createElement(tag);
    if (text !== undefined) { node.textContent = text; }
    if (className) { node.className = className; }
    return node;
  }

  function card(title, lines, assumed) {
    var box = element("div", undefined, "pp-card");
    var head = element("strong", title);
    box.appendChild(head);
    var list = element("dl");
    lines.forEach(function (line) {
      list.appendChild(element("dt", line[0]));
      list.appendChild(element("dd", line[1]));
    });
    box.appendChild(list);
    if (assumed) {
      var note = element("p", undefined, "pp-mark");
      note.appendChild(element("b", shared.words.mark));
      note.appendChild(document.createTextNode(" " + assumed));
      box.appendChild(note);
    }
    return box;
  }

  function facts(assumed) {
    return assumed.split(" ").filter(Boolean).map(function (fact) { return shared.words.facts[fact] || fact; }).join(shared.words.comma);
  }

  function tip(title, line, assumed) {
    var box = element("div", undefined, "pp-tip");
    box.appendChild(element("b", title));
    box.appendChild(element("span", line));
    if (assumed) { box.appendChild(element("em", shared.words.mark)); }
    return box;
  }

  function schoolTip(row) {
    var to = shared.modes[row.mode].own ? "" : " → " + shared.sites[row.site].name;
    var name = shared.modes[row.mode].name;
    return tip(shared.schools[row.school].name + to, shared.modes[row.mode].own ? name : name + " " + row.minutes, row.assumed);
  }

  function schoolCard(row) {
    var w = shared.words;
    return card(shared.schools[row.school].name, [
      [w.site, shared.sites[row.site].name], [w.mode, shared.modes[row.mode].name], [w.minutes, row.minutes],
      [w.pupils, row.pupils], [w.sessions, row.sessions], [w.water, row.water], [w.cost, row.cost], [w.why, row.why]
    ], facts(row.assumed));
  }

  function place(at, icon, name, hint, content, offset) {
    var marker = L.marker(at, { icon: icon, alt: name, zIndexOffset: offset, riseOnHover: true });
    marker.bindTooltip(hint, { direction: "auto", offset: [10, 0] });
    marker.bindPopup(content, { maxWidth: 280, autoPanPadding: [16, 16] });
    marker.on("popupopen", function () { marker.closeTooltip(); });
    marker.on("add", function () {
      var node = marker.getElement();
      node.setAttribute("aria-label", name);
      node.removeAttribute("title");
    });
    return marker;
  }

  function drawSites(group, rows) {
    rows.forEach(function (cells) {
      var row = record(cells, shared.columns.sites);
      var site = shared.sites[row.site];
      var kind = shared.kinds[site.kind];
      var hint = function () { return tip(site.name, kind.name + " " + shared.words.slots + " " + row.slots, site.assumed); };
      var content = function () {
        return card(site.name, [[kind.name, ""], [shared.words.slots, row.slots]], site.assumed ? shared.words.facts.place : "");
      };
      place(site.at, siteIcon(kind, site, row.used), site.name, hint, content, row.used ? 600 : 100).addTo(group);
    });
  }

  function drawLine(group, row) {
    var look = shared.modes[row.mode];
    var ends = [shared.schools[row.school].at, shared.sites[row.site].at];
    L.polyline(shared.routes[row.school + " " + row.site + " " + row.travel_by] || ends, {
      color: colour(look.line), weight: 2, opacity: 0.75, dashArray: row.travel_by === "walk" ? "3 5" : null, interactive: false
    }).addTo(group);
  }

  function dot(at, look, isNew, hint, content) {
    var marker = L.circleMarker(at, {
      radius: look.own ? 3 : 5, color: isNew ? "#000000" : colour(look.own ? look.edge : look.fill), weight: isNew ? 2 : 1,
      fillColor: colour(look.fill), fillOpacity: 1
    });
    marker.bindTooltip(hint, { direction: "auto" });
    marker.bindPopup(content, { maxWidth: 280, autoPanPadding: [16, 16] });
    return marker;
  }

  function drawSchool(group, row) {
    var look = shared.modes[row.mode];
    var icon = schoolIcon(look, row.is_new, row.assumed && !look.own);
    var name = shared.schools[row.school].name + ", " + look.name;
    var offset = row.is_new ? 900 : look.own ? 300 : 800;
    var at = shared.schools[row.school].at;
    var hint = function () { return schoolTip(row); };
    var content = function () { return schoolCard(row); };
    var marker = shared.dense ? dot(at, look, row.is_new, hint, content) : place(at, icon, name, hint, content, offset);
    group.schools[row.school] = marker.addTo(group);
  }

  function nameMoved(group, rows) {
    var moved = rows.filter(function (row) { return row.is_new; });
    if (moved.length > MOST_NAMES) { return; }
    moved.forEach(function (row) {
      var school = shared.schools[row.school];
      labels.name(school.at, school.name, "pp-name-moved", 0).addTo(group);
    });
  }

  function draw(group, moment) {
    var rows = moment.schools.map(function (cells) { return record(cells, shared.columns.schools); });
    rows.forEach(function (row) { if (row.travel_by !== "none") { drawLine(group, row); } });
    drawSites(group, moment.sites);
    rows.forEach(function (row) { drawSchool(group, row); });
    nameMoved(group, rows);
  }

  function point(key) {
    document.querySelectorAll("[data-moment]").forEach(function (node) {
      var chosen = node.getAttribute("data-moment") === key;
      if (node.tagName === "TR" || node.tagName === "TD" || node.tagName === "TH") {
        node.classList.toggle("pp-chosen", chosen);
      } else {
        node.hidden = !chosen;
      }
    });
  }

  /* What is in view fills the map on paper too, and comes back afterwards. */
  function toPaper(map) {
    var view = null;
    function measured(onPaper) {
      document.body.classList.toggle("pp-print", onPaper);
      map.invalidateSize({ animate: false });
    }
    window.addEventListener("beforeprint", function () {
      view = { at: map.getCenter(), zoom: map.getZoom() };
      var shown = map.getBounds();
      measured(true);
      map.fitBounds(shown, { animate: false });
      labels.lay(map); /* paper does not wait until the map has come to rest */
    });
    window.addEventListener("afterprint", function () {
      measured(false);
      map.setView(view.at, view.zoom, { animate: false });
    });
  }

  return {
    share: function (board) { shared = board; },
    shared: function () { return shared; },
    rows: function (moment) { return moment.schools.map(function (cells) { return record(cells, shared.columns.schools); }); },
    group: function (key, moment) {
      var group = L.featureGroup([]);
      slots[key] = group;
      group.schools = {};
      draw(group, moment);
      return group;
    },
    open: function (key, school) {
      var marker = slots[key] && slots[key].schools[school];
      if (marker) { marker.openPopup(); }
    },
    layer: function (group, key, moment) {
      var drawn = false;
      slots[key] = group;
      group.schools = {};
      group.on("add", function () {
        if (!drawn) { draw(group, moment); drawn = true; }
        point(key);
      });
    },
    orient: function (map) {
      shared.ward_names.forEach(function (ward) { labels.name([ward[0], ward[1]], ward[2], "pp-ward", 1).addTo(map); });
      shared.landmarks.forEach(function (place) {
        var at = [place[0], place[1]];
        L.circleMarker(at, { radius: 2.2, stroke: false, fillColor: "#4a463d", fillOpacity: 1, interactive: false }).addTo(map);
        labels.name(at, place[2], "pp-landmark", 2).addTo(map);
      });
      labels.keep(map);
    },
    settle: function (map) {
      map.setMaxZoom(17);
      L.control.scale({ imperial: false }).addTo(map);
      map.attributionControl.setPrefix(false);
      map.getContainer().querySelectorAll("path").forEach(function (path) { path.setAttribute("tabindex", "-1"); });
      /* maps that stand side by side are measured together, by stages.js */
      if (map.options.trackResize) { toPaper(map); }
    },
    dock: function (control, slot) {
      var box = control.getContainer();
      var target = document.getElementById(slot);
      if (target) { target.appendChild(box); }
    },
    choose: function (map, ids) {
      var current = null;
      function show() {
        var key = ids.map(function (id) { return document.getElementById(id).value; }).join("|");
        var next = slots[key];
        if (current) { map.removeLayer(current); }
        if (next) { map.addLayer(next); }
        current = next || null;
        point(key);
      }
      ids.forEach(function (id) { document.getElementById(id).addEventListener("change", show); });
      show();
    }
  };
})();
