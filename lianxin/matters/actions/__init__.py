"""The verbs: the only code that writes the spine. One verb, one function, one transaction with all it brings about."""
