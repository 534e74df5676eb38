"""Owns the doors residents' words come through: their own pages, the staff's registering form, sheets.

Never decides what becomes of a matter: every door calls the verbs of `matters`. Never shows a resident a page
without her key or her code, and never keeps what she typed longer than it takes to hand it in.
"""
