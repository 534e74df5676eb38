"""What is typed for a verb: one small form each, and the table that says how its action is called.

Forms only read what was typed; whether the verb passes, and what is missing, the action says.
"""
