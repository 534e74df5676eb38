/* 折着的栏目: what is folded away opens when the answer it belongs to is chosen, and folds again with another. Without this
   script it is opened by hand. */
(function () {
  Array.prototype.forEach.call(document.querySelectorAll("details[data-chosen]"), function (one) {
    one.closest("form").addEventListener("change", function (event) {
      if (event.target.name !== one.dataset.opens) { return; }
      one.open = one.dataset.chosen.split(" ").indexOf(event.target.value) >= 0;
    });
  });
})();
