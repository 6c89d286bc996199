"""What stands for AWS's services wherever the functions run: queues and schedules."""
