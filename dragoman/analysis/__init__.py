"""Events become answers: timeline, diary, plans past their day, claims, ties, pledges, changes.

Pure: no store, files or clock; whoever asks says on which day.
"""
