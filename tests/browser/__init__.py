"""What only a real browser can show. A machine without one skips these tests and says so; in CI that is a failure."""
