"use strict";
/* The slider of the roll-out page: it stops at decisions, and marks the year in every strip. */
document.addEventListener("DOMContentLoaded", function () {
  var range = document.getElementById("ro-year");
  if (!range) { return; }
  var decisions = Array.prototype.slice.call(document.querySelectorAll(".ro-decision"));
  var back = document.getElementById("ro-back");
  var next = document.getElementById("ro-next");
  var first = Number(range.getAttribute("data-first"));
  var count = Number(range.getAttribute("data-count"));

  function show() {
    var at = Number(range.value);
    var year = decisions[at].getAttribute("data-year");
    decisions.forEach(function (node, i) { node.hidden = i !== at; });
    range.setAttribute("aria-valuetext", decisions[at].getAttribute("data-name"));
    back.disabled = at === 0;
    next.disabled = at === decisions.length - 1;
    document.querySelectorAll(".ro-line").forEach(function (line) {
      line.hidden = false;
      line.style.setProperty("--at", String((Number(year) - first) / count));
      line.style.setProperty("--wide", String(1 / count));
    });
    document.querySelectorAll("[data-row]").forEach(function (row) {
      row.classList.toggle("pp-chosen", row.getAttribute("data-row") === year);
    });
  }

  function step(by) { range.value = String(Number(range.value) + by); show(); }

  range.addEventListener("input", show);
  back.addEventListener("click", function () { step(-1); });
  next.addEventListener("click", function () { step(1); });
  document.body.classList.add("ro-live");
  show();
});
