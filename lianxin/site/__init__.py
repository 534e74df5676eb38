"""The top of the ladder: settings, addresses, navigation, error pages, the server's and the worker's start.

It puts slices together and holds no rule of its own.
"""
