/* 复制到群: puts the text that a form names into the clipboard. Without this script the form stays hidden, and the
   text can be selected by hand. */
(function () {
  function bySelecting(text) {
    var range = document.createRange();
    range.selectNodeContents(text);
    var chosen = window.getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    return document.execCommand("copy");
  }
  Array.prototype.forEach.call(document.querySelectorAll("form[data-copy]"), function (form) {
    var text = document.getElementById(form.getAttribute("data-copy"));
    var said = form.querySelector("[data-copied]");
    if (!text) return;
    form.hidden = false;
    said.setAttribute("role", "status");
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(text.textContent).then(function () { said.hidden = false; },
          function () { said.hidden = !bySelecting(text); });
      } else {
        said.hidden = !bySelecting(text);
      }
    });
  });
})();
