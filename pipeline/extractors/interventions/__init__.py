"""Interventions: what was ordered, appointed or set up because a council or school was found wanting."""
