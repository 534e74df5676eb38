"""What a resident agrees to at every door when she hands something in. The version goes with her voice.

A changed sentence is a new version: a test pins each version to its words.
"""

from lianxin.kernel.words import N_

VERSION = "1"
SENTENCE = N_(
    "交上去，就是同意我们为了办这件事留下您写的话和照片；留了姓名、电话、地址的，只给上面写明的人看。办结满三年清除，您也可以随时要求清除。"
)
