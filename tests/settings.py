"""The suite's settings: the product's own, in mode test, with a data folder that is thrown away."""

import atexit
import importlib
import os
import shutil
import tempfile

os.environ["LIANXIN_MODE"] = "test"
os.environ["LIANXIN_DATA"] = tempfile.mkdtemp(prefix="lianxin-test-data-")
atexit.register(shutil.rmtree, os.environ["LIANXIN_DATA"], ignore_errors=True)

_product = importlib.import_module("lianxin.site.settings")
globals().update({name: value for name, value in vars(_product).items() if name.isupper()})
