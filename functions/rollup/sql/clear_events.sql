/* clear_events: no row where it is done, or another run's just now */
SELECT looked, cleared FROM spoor.clear_events(%(clearing)s, %(most)s)
