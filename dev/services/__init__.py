"""What stands for AWS's services: queues, schedules, mail."""
