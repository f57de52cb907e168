"""The reasons why somebody is not let in, with the text that they read.

No text reveals whether a person exists: only somebody with a link or a cookie that we signed learns more than "open
your link again".
"""

from __future__ import annotations

from tornado.web import HTTPError

from misread_web.language import N_


class AccessError(HTTPError):
    """An error page with a title and a text that says what to do."""

    title = N_("This page is not open to you")
    text = N_(
        "Your part in the course does not include it. If it should, ask the person who invited you to the course. "
        "What you have done so far is safe."
    )
    status = 403
    way: tuple[str, str] | None = None
    """The link below the text: its address, relative to the course's, and its label."""

    def __init__(self) -> None:
        """Use the status and the text of the class."""
        super().__init__(self.status, self.text.replace("%", "%%"))


class NotSignedIn(AccessError):
    """Nobody is signed in."""

    title = N_("Please open your personal link")
    text = N_(
        "You come in by the link that was sent to you. Open it again to go on where you stopped: nothing is lost by "
        "being signed out. If it does not open the course, ask the person who invited you."
    )


class TooManyKernels(AccessError):
    """The person has too many lessons open that each need a kernel."""

    title = N_("Too many lessons are open")
    text = N_(
        "You have as many lessons open as this course allows. Close one of their windows, wait half a minute, and load "
        "this page again. What you have done so far is safe."
    )
    status = 429


class NoToken(NotSignedIn):
    """A browser of this machine has no valid token of a course that belongs to one person."""

    title = N_("Please open the address with the token")
    text = N_(
        "This course is for the person who started it. Where that was done, an address is shown that ends in a token: "
        "open it here once, and this browser is let in from then on. Each token works once. Try again with the address "
        "that was shown last."
    )


class OnlyHere(AccessError):
    """A proxy passes on a request to a course that belongs to one person."""

    title = N_("This course is open to its own machine alone")
    text = N_(
        "This request came through another program, which may pass on anybody’s. Ask the person who runs the course to "
        "let people sign in: misread cohort create."
    )


class NotForThem(AccessError):
    """The person is signed in, but the page is for other roles."""


class BrokenLink(AccessError):
    """The link was not signed by us, or a part of it is missing."""

    title = N_("This link is not whole")
    text = N_(
        "A part of it may have been lost on the way, for example where a line ended. Open it from the message that was "
        "sent to you, or copy all of it. If that does not help, ask the person who invited you to the course. What you "
        "have done so far is safe."
    )


class OldLink(AccessError):
    """The link has expired."""

    title = N_("This link has expired")
    text = N_("Ask the person who invited you to the course for a new one. What you have done so far is safe.")


class EndedLink(AccessError):
    """The link was replaced, its owner or cohort was deleted, or this server does not serve the cohort."""

    title = N_("This link does not open the course any more")
    text = N_(
        "A newer one may have been sent to you, and only the newest holds. Otherwise ask the person who invited you."
    )


class TakenOut(AccessError):
    """The owner of the link or sign-in was removed from the cohort."""

    title = N_("You are no longer in this course")
    text = N_(
        "Your name was taken off the list of your group, so your link opens nothing now. If that is a mistake, ask the "
        "person who invited you to put you back. You then go on where you stopped, by the same link while it holds."
    )


class CourseOver(AccessError):
    """The cohort was closed."""

    title = N_("This course is over")
    text = N_(
        "Your group has finished it, and it is closed now. "
        "Ask the person who ran it if you need something you wrote in it."
    )


class RecordsAway(AccessError):
    """The database cannot be reached."""

    title = N_("The course cannot be opened just now")
    text = N_(
        "The place where it keeps what people did cannot be reached. Nothing saved is lost. Try again in a minute."
    )
    status = 503


class HubStranger(NotSignedIn):
    """Nobody is signed in through the Hub."""

    title = N_("Please sign in")
    text = N_(
        "You come in with the account of your organisation, and are where you stopped. If that does not help, ask the "
        "person who invited you to the course. What you have done so far is safe."
    )
    way = ("sign-in", N_("Sign in"))


class HubOutsider(AccessError):
    """The person is signed in at the Hub, but none of their groups takes part in the course."""

    title = N_("Your account does not take part in this")
    text = N_(
        "You are signed in, but none of the groups that you are in there opens this page, or your group has finished "
        "the course. Ask the person who invited you to put you into the group. With another account, sign out first."
    )
    way = ("sign-out", N_("Sign out"))


class SignInFailed(AccessError):
    """The Hub did not confirm a sign-in, or the sign-in did not start in this browser."""

    title = N_("That sign-in did not work")
    text = N_(
        "It may have taken too long, been begun in another browser, or been declined. Try again. If that does not "
        "help, ask the person who invited you to the course. What you have done so far is safe."
    )
    way = ("sign-in", N_("Sign in once more"))


class HubAway(RecordsAway):
    """The Hub cannot be reached, so it is unknown who makes the request."""

    text = N_("The place where people sign in cannot be reached. Nothing saved is lost. Try again in a minute.")


class PrefixLost(AccessError):
    """A proxy in front of the course removes the prefix of its paths."""

    title = N_("The course cannot be reached through this address")
    text = N_(
        "What stands in front of it takes off the part that all its addresses begin with. Ask the people who run the "
        "course to let the proxy pass on whole addresses, as nginx does where proxy_pass names no path."
    )
    status = 503
