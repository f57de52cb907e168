"""What leaves the gradebook: tables, statistics, feedback and e-mails."""
