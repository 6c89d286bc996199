"""What a stack costs at list prices, read from the template (`python -m deployment.cost`)."""
