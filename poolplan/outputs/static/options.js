"use strict";
/* The options board: what is chosen on each map, and the schools in which the chosen options differ. */
var options = (function () {
  var shown = [];
  var rings = [];
  var LIST_PX = 330;
  var RING = { radius: 13, color: "#9c0078", weight: 2.5, dashArray: "4 3", fill: false, interactive: false };

  function pick(number) { return document.getElementById("ob-pick-" + number); }

  function rows(key) {
    var found = {};
    poolplan.rows(poolplan.shared().snapshots[key]).forEach(function (row) { found[row.school] = row; });
    return found;
  }

  function cell(row) {
    var shared = poolplan.shared();
    if (!row) { return "–"; }
    var mode = shared.modes[row.mode];
    return mode.own ? mode.name : shared.sites[row.site].name + " " + row.minutes;
  }

  function chosen() {
    var year = document.getElementById("ob-year").value;
    return stages.maps.map(function (map, number) {
      var name = pick(number).value;
      return name && poolplan.shared().snapshots[name + "|" + year] ? name + "|" + year : null;
    });
  }

  function differing(keys) {
    var tables = keys.filter(Boolean).map(rows);
    return Object.keys(poolplan.shared().schools).filter(function (school) {
      var places = tables.map(function (table) { return table[school] ? table[school].mode + " " + table[school].site : ""; });
      return places.some(function (place) { return place !== places[0]; });
    });
  }

  function column(number, key) {
    var section = document.querySelector("[data-stage='" + number + "']");
    var figures = key ? poolplan.shared().cards[key] : [];
    Array.prototype.forEach.call(section.querySelectorAll("[data-figure]"), function (node, i) { node.textContent = figures[i] || "–"; });
    if (shown[number]) { stages.maps[number].removeLayer(shown[number]); }
    shown[number] = key ? poolplan.group(String(number), poolplan.shared().snapshots[key]).addTo(stages.maps[number]) : null;
  }

  function ring(schools) {
    rings.forEach(function (group) { group.remove(); });
    rings = document.getElementById("ob-differences").checked ? stages.maps.map(function (map, number) {
      var group = L.layerGroup(shown[number] ? schools.map(function (school) {
        return L.circleMarker(poolplan.shared().schools[school].at, RING);
      }) : []);
      return group.addTo(map);
    }) : [];
  }

  function list(schools, keys) {
    var body = document.querySelector("#ob-table tbody");
    var tables = keys.map(function (key) { return key ? rows(key) : {}; });
    body.textContent = "";
    schools.forEach(function (school) {
      var line = body.insertRow();
      var head = document.createElement("th");
      var button = document.createElement("button");
      head.scope = "row";
      button.type = "button";
      button.textContent = poolplan.shared().schools[school].name;
      button.addEventListener("click", function () { stages.show(school); });
      head.appendChild(button);
      line.appendChild(head);
      tables.forEach(function (table) { line.insertCell().textContent = cell(table[school]); });
    });
    keys.forEach(function (key, number) {
      var select = pick(number);
      document.querySelector("[data-head='" + number + "']").textContent = select.options[select.selectedIndex].text;
    });
    var out = document.getElementById("ob-count");
    out.textContent = out.getAttribute("data-text").replace("{n}", schools.length);
  }

  /* A sheet has room for some of the schools and for the figures of the chosen year; the screen shows all. */
  function fitList() {
    var table = document.getElementById("ob-table");
    var top = table.getBoundingClientRect().top;
    var hidden = 0;
    Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
      if (row.getBoundingClientRect().bottom - top > LIST_PX) { row.classList.add("ob-cut"); hidden += 1; }
    });
    var more = document.getElementById("ob-more");
    more.hidden = hidden === 0;
    more.textContent = more.getAttribute("data-text").replace("{n}", hidden);
  }

  function wholeList() {
    document.getElementById("ob-more").hidden = true;
    document.querySelectorAll(".ob-cut").forEach(function (row) { row.classList.remove("ob-cut"); });
  }

  function totals(year) {
    document.querySelectorAll(".ob-totals tbody").forEach(function (block) {
      var of = block.getAttribute("data-year");
      block.classList.toggle("ob-now", of === year || of === "");
    });
  }

  function refresh() {
    totals(document.getElementById("ob-year").value);
    var keys = chosen();
    keys.forEach(function (key, number) { column(number, key); });
    var schools = differing(keys);
    ring(schools);
    list(schools, keys);
  }

  return {
    add: function (map, number) {
      stages.add(map, number);
      if (number < document.querySelectorAll(".sb-stage").length - 1) { return; }
      stages.maps.forEach(function (_, n) { pick(n).addEventListener("change", refresh); });
      document.getElementById("ob-year").addEventListener("change", refresh);
      document.getElementById("ob-differences").addEventListener("change", refresh);
      stages.beforePaper(fitList);
      window.addEventListener("afterprint", wholeList);
      refresh();
    }
  };
})();
