"""Measurements that print figures with the machine they were taken on; none of them is part of the tests."""
