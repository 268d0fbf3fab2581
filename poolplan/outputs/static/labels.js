"use strict";
/* Names on the maps: the more important are placed first, and none lies over another; those without room stay away
   until the reader comes nearer. */
var labels = (function () {
  var CORNERS = ["pp-to-right", "pp-to-left", "pp-to-top", "pp-to-bottom"];
  var AIR_PX = 2;

  function box(node) {
    var at = node.getBoundingClientRect();
    return { left: at.left - AIR_PX, right: at.right + AIR_PX, top: at.top - AIR_PX, bottom: at.bottom + AIR_PX };
  }

  function meet(a, b) { return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }

  function isInside(at, around) {
    return at.left >= around.left && at.right <= around.right && at.top >= around.top && at.bottom <= around.bottom;
  }

  function count(at, others) { return others.filter(function (other) { return meet(at, other); }).length; }

  /* The corner that covers the fewest others; only the names that matter most may cover anything that is taken. */
  function place(node, around, taken, dots) {
    var best = null;
    var mustStay = node.getAttribute("data-rank") === "0";
    CORNERS.forEach(function (corner) {
      node.classList.add(corner);
      var at = box(node.firstChild);
      node.classList.remove(corner);
      var over = count(at, taken);
      if (!isInside(at, around) || (over && !mustStay)) { return; }
      var covered = 100 * over + count(at, dots);
      if (!best || covered < best.covered) { best = { corner: corner, at: at, covered: covered }; }
    });
    if (best) { taken.push(best.at); }
    node.classList.add(best ? best.corner : "pp-away");
  }

  function boxes(container, selector) { return Array.prototype.map.call(container.querySelectorAll(selector), box); }

  function lay(map) {
    var container = map.getContainer();
    if (!container.offsetWidth) { return; }
    var around = box(container);
    var taken = boxes(container, ".pp-new, .pp-site:not(.pp-idle), .leaflet-control");
    var dots = boxes(container, ".pp-school:not(.pp-new) g, .pp-idle");
    var nodes = Array.prototype.slice.call(container.querySelectorAll("[data-rank]"));
    nodes.sort(function (a, b) { return a.getAttribute("data-rank") - b.getAttribute("data-rank"); });
    nodes.forEach(function (node) {
      node.classList.remove.apply(node.classList, CORNERS);
      node.classList.remove("pp-away");
      place(node, around, taken, dots);
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
    keep: function (map) {
      var isDue = false;
      map.on("zoomend moveend resize layeradd layerremove", function () {
        if (isDue) { return; }
        isDue = true;
        window.requestAnimationFrame(function () { isDue = false; lay(map); });
      });
    }
  };
})();
