"""What whoever runs the course can see and steer: health, figures, logs, settings and an orderly end."""
