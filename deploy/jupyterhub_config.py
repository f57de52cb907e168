"""A JupyterHub whose one service is the course: people sign in here, and their groups say what they are there.

    COURSE_PASSWORD=... jupyterhub --config deploy/jupyterhub_config.py

To try it, everybody has the same password, and the groups stand here. For real use, the Hub's authenticator brings both
from your organisation: docs/operators.md says how. Whatever is set as MISREAD_... here reaches the course.
"""

import os
import sys

c = get_config()  # noqa: F821 - JupyterHub gives it

# Who signs in, and who is in which group. Replace these three by an authenticator that knows your people.
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = os.environ["COURSE_PASSWORD"]
c.JupyterHub.load_groups = {
    "spring-managers": {"users": ["ada", "ben"]},
    "spring-hosts": {"users": ["fay"]},
    "learning": {"users": ["gia", "abe"]},
    "course-admins": {"users": ["abe"]},
}
# Everybody who can sign in may: who is in none of the course's groups is told so there.
c.Authenticator.allow_all = True

# What each group is in the course, and in which cohort.
GROUPS = [
    "spring-managers=learner@Spring 2026",
    "spring-hosts=facilitator@Spring 2026",
    "learning=grader@Spring 2026",
    "course-admins=admin@Spring 2026",
]
c.JupyterHub.services = [
    {
        "name": "misread",
        "url": f"http://127.0.0.1:{os.environ.get('MISREAD_PORT', '8100')}",
        "command": [sys.executable, "-m", "misread_web", "serve", *(f"--hub-group={group}" for group in GROUPS)],
        # The Hub's proxy runs here, too, and says who came by HTTPS.
        "environment": {
            "MISREAD_PROXIES": "127.0.0.1,::1",
            **{name: value for name, value in os.environ.items() if name.startswith("MISREAD_")},
        },
        # The course is the Hub's own, so nobody need be asked whether it may know who they are.
        "oauth_no_confirm": True,
    }
]

# The course and nothing else: nobody starts a server of their own, which this Hub would run under its own account.
c.JupyterHub.load_roles = [
    {
        "name": "user",
        "scopes": ["access:services!service=misread", "read:users:name!user", "read:users:groups!user"],
    }
]
c.JupyterHub.default_url = "/services/misread/"
