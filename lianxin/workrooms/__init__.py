"""Owns the workrooms (党代表工作室): which unit keeps one, where it is and how it is reached. Never handles matters."""
