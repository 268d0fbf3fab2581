"use strict";
/* Names on the maps: the more important are placed first, and none lies over another; those without room stay away
   until the reader comes nearer. */
var labels = (function () {
  var AIR_PX = 2;
  var REST_MS = 120;
  var GAP_PX = { "0": 17, "1": 0, "2": 5 }; /* between a place and its name, by rank */

  function box(node) {
    var at = node.getBoundingClientRect();
    return grown(at.left, at.top, at.width, at.height);
  }

  function grown(left, top, width, height) {
    return { left: left - AIR_PX, right: left + width + AIR_PX, top: top - AIR_PX, bottom: top + height + AIR_PX };
  }

  function boxes(container, selector) { return Array.prototype.map.call(container.querySelectorAll(selector), box); }

  function meet(a, b) { return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }

  function count(at, others) { return others.filter(function (other) { return meet(at, other); }).length; }

  function isInside(at, around) {
    return at.left >= around.left && at.right <= around.right && at.top >= around.top && at.bottom <= around.bottom;
  }

  /* A name with its place and size; everything is measured before anything is moved, so that the page is laid out once. */
  function measured(node) {
    var at = node.getBoundingClientRect();
    var span = node.firstChild;
    return {
      node: node, span: span, rank: node.getAttribute("data-rank"), x: at.left, y: at.top,
      width: span.offsetWidth, height: span.offsetHeight
    };
  }

  /* To the right, to the left, above and below. */
  function corners(name) {
    var gap = GAP_PX[name.rank];
    var half = name.height / 2;
    return [[gap, -half], [-gap - name.width, -half], [-name.width / 2, -gap - name.height], [-name.width / 2, gap]];
  }

  /* The corner that covers the fewest others; only the names that matter most may cover anything that is taken. */
  function place(name, around, taken, dots) {
    var best = null;
    corners(name).forEach(function (shift) {
      var at = grown(name.x + shift[0], name.y + shift[1], name.width, name.height);
      var over = count(at, taken);
      if (!isInside(at, around) || (over && name.rank !== "0")) { return; }
      var covered = 100 * over + count(at, dots);
      if (!best || covered < best.covered) { best = { shift: shift, at: at, covered: covered }; }
    });
    if (best) { taken.push(best.at); }
    return best;
  }

  function lay(map) {
    var container = map.getContainer();
    if (!container.offsetWidth) { return; }
    var around = box(container);
    var taken = boxes(container, ".pp-new, .pp-site:not(.pp-idle), .leaflet-control");
    var dots = boxes(container, ".pp-school:not(.pp-new) g, .pp-idle");
    var names = Array.prototype.map.call(container.querySelectorAll("[data-rank]"), measured);
    names.sort(function (a, b) { return a.rank - b.rank; });
    names.forEach(function (name) { name.best = place(name, around, taken, dots); });
    names.forEach(function (name) {
      name.node.classList.toggle("pp-away", !name.best);
      if (name.best) { name.span.style.transform = "translate(" + name.best.shift.map(Math.round).join("px,") + "px)"; }
    });
  }

  return {
    /* A name at a place; rank 0 is placed first. Readers of the page by ear find all of them in its tables. */
    name: function (at, text, className, rank) {
      var span = document.createElement("span");
      span.textContent = text;
      var icon = L.divIcon({ className: "pp-name " + className, html: span, iconSize: [0, 0] });
      var marker = L.marker(at, { icon: icon, interactive: false, keyboard: false, zIndexOffset: 2000 - 100 * rank });
      marker.on("add", function () {
        marker.getElement().setAttribute("data-rank", rank);
        marker.getElement().setAttribute("aria-hidden", "true");
      });
      return marker;
    },
    lay: lay,
    /* Dragging moves names with their places: they are placed again when the map has come to rest. */
    keep: function (map) {
      var due = 0;
      map.on("zoomend moveend resize layeradd layerremove", function () {
        window.clearTimeout(due);
        due = window.setTimeout(function () { lay(map); }, REST_MS);
      });
    }
  };
})();
