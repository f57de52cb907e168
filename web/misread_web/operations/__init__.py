"""What the people who run the course can see and steer: health, figures, logs, settings and an orderly end."""
