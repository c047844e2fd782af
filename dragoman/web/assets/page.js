// Draws charts where there are any, and names the month that a slider is at; the page says the same without it.
(function () {
  "use strict";
  document.querySelectorAll("input[data-months]").forEach(function (slider) {
    var months = slider.getAttribute("data-months").split(" ");
    slider.addEventListener("input", function () {
      var said = months[slider.value % 12] + " " + Math.floor(slider.value / 12);
      slider.setAttribute("aria-valuetext", said);
      slider.form.querySelector("output").textContent = said;
    });
  });
  var places = document.querySelectorAll("[data-chart]");
  if (!places.length) return;
  var script = document.createElement("script");
  script.src = places[0].getAttribute("data-bundle");
  script.addEventListener("load", function () {
    places.forEach(function (place) {
      fetch(place.getAttribute("data-chart"), { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(); })
        .then(function (list) {
          var spec = list.rows[0];
          if (!spec) return null;
          place.hidden = false;
          // A canvas, and no style of the library's own: the page's policy allows no inline style.
          return window.draw(place, spec, {
            renderer: "canvas", defaultStyle: false, logLevel: 1, tooltip: { disableDefaultStyle: true }
          });
        })
        .then(function (drawn) { if (drawn) place.drawn = drawn.view; })
        .catch(function () { place.hidden = true; });
    });
  });
  document.head.appendChild(script);
})();
