"""The short way: a lesson's page is rendered once, and its cells run in the server, one session for each open page."""
