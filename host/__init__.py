"""Where the functions run when it is not AWS: a gateway, processes, clocks and queues, read from the same template."""
