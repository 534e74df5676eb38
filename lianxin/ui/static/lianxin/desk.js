/* 登记台 — what the desk does while one types. The page works whole without it.

   Owns: looking a number up as its field is left, what is read out as one types, keeping what is typed, and four keys.
   Draws nothing of its own: the server sends the same parts it draws on the whole page. Plain for Chromium 80. */
(function () {
  'use strict';
  var form = document.getElementById('desk');
  if (!form || !window.fetch || !window.FormData) { return; }

  var KEEP_EVERY = 1500;   // a crash loses less than two seconds, the way to the server included
  var QUIET = 350;         // how long nobody types before the text to read out is asked for
  var phone = document.getElementById('id_phone');
  var gist = document.getElementById('id_gist');
  var status = document.getElementById('kept');
  var changed = false, keeping = false, sent = false, asked = phone ? phone.value : '';
  var timer = null, turn = { earlier: 0, aside: 0 };

  function typed() {
    var all = new FormData(form);
    all.delete('photos');
    all.delete('do');
    return all;
  }

  function post(address, body) {
    return fetch(address, {
      method: 'POST', body: body || typed(), credentials: 'same-origin', redirect: 'manual',
      headers: { 'X-Autosave': '1' }
    });
  }

  // A part of the page, fetched anew; an answer that a later question has overtaken is left.
  function renew(name) {
    var mine = ++turn[name], place = document.getElementById(name);
    return post(form.dataset[name === 'earlier' ? 'look' : name]).then(function (answer) {
      if (answer.status === 401) { say('ended'); }
      return answer.ok ? answer.text() : null;
    }).then(function (text) {
      if (text !== null && mine === turn[name]) { place.innerHTML = text; }
    }).catch(function () { say('unkept'); });
  }

  function look() {
    if (!phone || phone.value === asked) { return; }
    asked = phone.value;
    renew('earlier').then(function () { renew('aside'); });
  }

  function say(what) {
    var words = form.dataset[what];
    if (status.textContent !== words) { status.textContent = words; }
    status.classList.toggle('alarm', what !== 'kept');
  }

  // After a new sign-in in another tab the token of this page is the old one: take the new one, keep the page.
  function newToken() {
    return fetch(form.action, { credentials: 'same-origin', redirect: 'manual', headers: { 'X-Autosave': '1' } })
      .then(function (answer) { return answer.ok ? answer.text() : ''; })
      .then(function (text) {
        var found = new DOMParser().parseFromString(text, 'text/html').querySelector('#desk [name=csrfmiddlewaretoken]');
        if (!found) { return false; }
        Array.prototype.forEach.call(document.getElementsByName('csrfmiddlewaretoken'), function (one) {
          one.value = found.value;
        });
        return true;
      });
  }

  function keep() {
    if (!changed || keeping || sent) { return; }
    changed = false;
    keeping = true;
    post(form.dataset.keep).then(function (answer) {
      if (answer.status === 204) { say('kept'); return null; }
      changed = true;
      if (answer.status === 403) { return newToken(); }
      say(answer.status === 401 ? 'ended' : 'unkept');
      return null;
    }).catch(function () {
      changed = true;
      say('unkept');
    }).then(function () { keeping = false; });
  }

  function wrote(event) {
    changed = true;
    if (event.target === gist) { count(); }
    clearTimeout(timer);
    timer = setTimeout(function () { renew('aside'); }, QUIET);
  }

  function count() {
    var hint = document.getElementById('id_gist-h');
    if (hint) { hint.textContent = form.dataset.gist.replace('{n}', Array.from(gist.value.trim()).length); }
  }

  function controls() {
    return Array.prototype.filter.call(form.elements, function (one) {
      return one.type !== 'hidden' && !one.disabled && one.offsetParent !== null && one.name !== 'do' &&
        !one.closest('details:not([open])');
    });
  }

  function toNext(from) {
    var all = controls(), next = all[all.indexOf(from) + 1];
    if (next) { next.focus(); }
  }

  form.addEventListener('input', wrote);
  form.addEventListener('change', function (event) {
    wrote(event);
    if (event.target === phone) { look(); }
    Array.prototype.forEach.call(form.querySelectorAll('details[data-opens]'), function (one) {
      if (one.dataset.opens === event.target.id) { one.open = event.target.value !== ''; }
    });
  });
  form.addEventListener('click', function (event) {
    var button = event.target.closest('button[name=do]');
    if (button) {
      event.preventDefault();
      asked = null;
      look();
    }
  });
  form.addEventListener('submit', function () { sent = true; });
  window.addEventListener('pageshow', function () { sent = false; });

  // Access keys in browsers that want other combinations for them: Alt and the digit always go there.
  function reached(digit) {
    var place = digit && form.querySelector('[accesskey="' + digit[1] + '"]');
    if (!place) { return false; }
    place.focus();
    if (place.type === 'radio') { place.click(); }
    return true;
  }

  document.addEventListener('keydown', function (event) {
    if (event.altKey && reached(/^Digit([0-9])$/.exec(event.code))) { event.preventDefault(); }
    if (event.key !== 'Enter' || event.isComposing) { return; }
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      var button = form.querySelector('button[type=submit]:not([name]):not([formaction])');
      if (button) { button.click(); }
    } else if (event.target.form === form && event.target.tagName === 'INPUT' && event.target.type !== 'file') {
      event.preventDefault();
      if (event.target === phone) { look(); }
      toNext(event.target);
    }
  });

  Array.prototype.forEach.call(document.querySelectorAll('[data-scripted]'), function (one) { one.hidden = false; });
  setInterval(keep, KEEP_EVERY);
  document.addEventListener('visibilitychange', function () { if (document.hidden) { keep(); } });
  if (phone && phone.value && !document.querySelector('#earlier h3')) { asked = null; look(); }
}());
