import re
from django.test import Client
from tests.world import World
from django.urls import reverse

import pytest
pytestmark = pytest.mark.django_db

def key_in(html: str) -> str:
    return re.search(r'name="key" value="([^"]+)"', html)[1]

def test_walk(world: World, browser: Client):
    r = browser.get("/"); assert r.status_code == 200, r.content.decode()[:3000]
    r = browser.get("/r/shenxin/"); assert r.status_code == 200
    r = browser.get("/r/shenxin/say/"); assert r.status_code == 200
    k = key_in(r.content.decode())
    r = browser.post("/r/shenxin/say/", {"key": k, "words": "路灯坏了", "place": "门口"})
    assert r.status_code == 303, r.content.decode()
    r = browser.get(r["Location"]); assert r.status_code == 200
    r = browser.post(r.request["PATH_INFO"], {"share": "with_contact", "name": "周桂兰", "phone": "13800000427"})
    assert r.status_code == 303, r.content.decode()
    r = browser.get(r["Location"]); assert r.status_code == 200
    seen = re.search(r'name="seen" value="([^"]+)"', r.content.decode())[1]
    r = browser.post(r.request["PATH_INFO"], {"seen": seen})
    assert r.status_code == 303, r.content.decode()
    r = browser.get(r["Location"]); assert r.status_code == 200
    html = r.content.decode()
    ref = re.search(r'name="ref" value="([^"]+)"', html)[1]; code = re.search(r'name="code" value="([^"]+)"', html)[1]
    print(ref, code)
    r = browser.post("/t/", {"ref": ref, "code": code}); assert r.status_code == 303, r.content.decode()
    r = browser.get(r["Location"]); assert r.status_code == 200
    browser.force_login(world.person("何敏"))
    r = browser.get("/desk/"); assert r.status_code == 200
    k = key_in(r.content.decode())
    r = browser.post("/desk/", {"key": k, "words": "路灯坏了", "channel": "visit"}); assert r.status_code == 303, r.content.decode()
    r = browser.get(r["Location"]); assert r.status_code == 200
    assert browser.get("/privacy/").status_code == 200
