/* Starts Swagger UI on the document held in the page, or on the address the page names. */
(function () {
  "use strict";
  var place = document.getElementById("viewer");
  var held = document.getElementById("document");
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function dress() {
    document.documentElement.classList.toggle("dark-mode", dark.matches);
  }

  var options = {
    dom_id: "#viewer",
    deepLinking: true,
    filter: true,
    displayRequestDuration: true,
    docExpansion: "folded" in place.dataset ? "none" : "list",
    defaultModelsExpandDepth: "folded" in place.dataset ? -1 : 0,
    validatorUrl: null,
    queryConfigEnabled: false,
    persistAuthorization: false
  };
  if (held) {
    options.spec = JSON.parse(held.textContent);
    options.supportedSubmitMethods = [];
  } else {
    options.url = place.dataset.address;
  }
  dress();
  dark.addEventListener("change", dress);
  window.SwaggerUIBundle(options);
})();
