"""What people agree to when they hand something in: each version is pinned to its words."""

from lianxin.matters import consent


def test_a_changed_consent_is_a_new_version() -> None:
    """Whoever changes the sentence raises the version and pins the new pair here."""
    assert (consent.VERSION, consent.SENTENCE) == (
        "1",
        "交上去，就是同意我们为了办这件事留下您写的话和照片；留了姓名、电话、地址的，只给上面写明的人看。"
        "办结满三年清除，您也可以随时要求清除。",
    )
