/* Says, before a session ends, that it will: two minutes before it ends for want of use, with one button to go on; and
   when it ends because it has lasted long enough, that what is typed will be kept. Owns the notice at the foot of staff
   pages. Never takes the focus, never sends what somebody typed; without it everything works, only unannounced.
   Another script that used the session says so: document.dispatchEvent(new Event("lianxin:used")). */
(function () {
  "use strict";
  var place = document.getElementById("lasting");
  if (!place) return;
  var SECOND = 1000;
  var shown = "";
  var warn = Number(place.dataset.warn) * SECOND;
  var full = Number(place.dataset.idle) * SECOND;
  var idleEnd = Date.now() + full;
  var lastEnd = Date.now() + Number(place.dataset.longest) * SECOND;

  function show(name) {
    if (shown === name) return;
    shown = name;
    place.textContent = "";
    if (!name) return;
    place.appendChild(document.getElementById("lasting-" + name).content.cloneNode(true));
    var button = place.querySelector("button");
    if (button) button.addEventListener("click", stay);
  }

  function look() {
    var now = Date.now();
    if (now >= Math.min(idleEnd, lastEnd)) show("over");
    else if (now >= lastEnd - warn) show("last");
    else if (now >= idleEnd - warn) show("soon");
    else show("");
  }

  function goOn(left) {
    idleEnd = Date.now() + left.idle * SECOND;
    lastEnd = Date.now() + left.longest * SECOND;
    look();
  }

  function stay() {
    var token = document.querySelector("input[name=csrfmiddlewaretoken]");
    fetch(place.dataset.stay, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": token ? token.value : "", "X-Autosave": "1" }
    }).then(function (answer) {
      if (answer.status === 401) idleEnd = Date.now();
      return answer.ok ? answer.json().then(goOn) : look();
    }).catch(look);
  }

  document.addEventListener("lianxin:used", function () {
    idleEnd = Date.now() + full;
    look();
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, SECOND);
  look();
})();
