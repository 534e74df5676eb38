/* 打印: the button of a slip. One key prints, because the button has the focus when the page opens; Alt with a digit follows the
   link of that digit, in every browser alike. Without this script the button stays hidden and the page says how to print. */
(function () {
  Array.prototype.forEach.call(document.querySelectorAll("form[data-print]"), function (form) {
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      window.print();
    });
    form.querySelector("button").focus();
  });
  document.addEventListener("keydown", function (event) {
    var digit = event.altKey && /^Digit([0-9])$/.exec(event.code);
    var link = digit && document.querySelector('a[accesskey="' + digit[1] + '"]');
    if (link) { event.preventDefault(); link.click(); }
  });
})();
