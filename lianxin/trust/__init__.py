"""Trust: the master key, sealed texts, the step chain, taken photos, the log of reads and the count of tries.

Never knows what a matter or a person is: it keeps bytes, numbers and reasons that higher slices hand down.
"""
