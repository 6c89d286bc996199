"""HTTP/1.1 as the gateway and the Runtime API speak it: strict reading, one write an answer, no waiting for ever."""
