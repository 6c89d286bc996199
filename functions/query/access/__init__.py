"""The one door to an app: who may do what with which."""
