"""Why somebody is not let in, in words for them.

None of these says whether a person exists: what tells more than "open your link again" is said only to somebody whose
link or sign-in was signed by us.
"""

from __future__ import annotations

from tornado.web import HTTPError

ASK = "If that does not help, ask the person who invited you to the course. What you have done so far is safe."


class AccessError(HTTPError):
    """An answer that a page shows with a title and a sentence of what to do."""

    title = "This page is not open to you"
    text = (
        "Your part in the course does not include it. If it should, ask the person who invited you to the course. "
        "What you have done so far is safe."
    )
    status = 403
    way: tuple[str, str] | None = None
    """Where a link below it leads, from the course's own address on, and what it says."""

    def __init__(self) -> None:
        """Take the words of the class."""
        super().__init__(self.status, self.text.replace("%", "%%"))


class NotSignedIn(AccessError):
    """Nobody is signed in, or not any more."""

    title = "Please open your personal link"
    text = (
        "You come in by the link that was sent to you. Open it again to go on where you stopped: nothing is lost by "
        "being signed out. If it does not open the course, ask the person who invited you."
    )


class TooManyKernels(AccessError):
    """They have as many lessons open as they may, each with a process of its own."""

    title = "Too many lessons are open"
    text = (
        "You have as many lessons open as this course allows. Close one of their windows, wait half a minute, and load "
        "this page again. What you have done so far is safe."
    )
    status = 429


class NoToken(NotSignedIn):
    """A browser of this machine has not brought the token of the course that one person has to themselves."""

    title = "Please open the address with the token"
    text = (
        "This course is for the person who started it. Where that was done, an address is shown that ends in a token: "
        "open it here once, and this browser is let in from then on. Each token works once. Try again with the address "
        "that was shown last."
    )


class OnlyHere(AccessError):
    """A proxy passes on a request to a course that one person has to themselves."""

    title = "This course is open to its own machine alone"
    text = (
        "This request came through another program, which may pass on anybody’s. Ask the person who runs the course to "
        "let people sign in: misread cohort create."
    )


class NotForThem(AccessError):
    """They are signed in, and this is for other roles."""


class BrokenLink(AccessError):
    """The link was not signed by us, or lost a part."""

    title = "This link is not whole"
    text = (
        "A part of it may have been lost on the way, for example where a line ended. Open it from the message that was "
        f"sent to you, or copy all of it. {ASK}"
    )


class OldLink(AccessError):
    """The link's time is over."""

    title = "This link has expired"
    text = "Ask the person who invited you to the course for a new one. What you have done so far is safe."


class EndedLink(AccessError):
    """The link was replaced, its owner or the cohort was deleted, or the cohort is not at this address."""

    title = "This link does not open the course any more"
    text = "A newer one may have been sent to you, and only the newest holds. Otherwise ask the person who invited you."


class TakenOut(AccessError):
    """The owner of the link or sign-in was removed from the cohort."""

    title = "You are no longer in this course"
    text = (
        "Your name was taken off the list of your group, so your link opens nothing now. If that is a mistake, ask the "
        "person who invited you to put you back. You then go on where you stopped, by the same link while it holds."
    )


class CourseOver(AccessError):
    """The cohort was closed."""

    title = "This course is over"
    text = (
        "Your group has finished it, and it is closed now. "
        "Ask the person who ran it if you need something you wrote in it."
    )


class RecordsAway(AccessError):
    """The database cannot be reached."""

    title = "The course cannot be opened just now"
    text = "The place where it keeps what people did cannot be reached. Nothing saved is lost. Try again in a minute."
    status = 503


class HubStranger(NotSignedIn):
    """Nobody is signed in through the Hub, or not any more."""

    title = "Please sign in"
    text = f"You come in with the account of your organisation, and are where you stopped. {ASK}"
    way = ("sign-in", "Sign in")


class HubOutsider(AccessError):
    """They are signed in at the Hub, and none of their groups has a part here."""

    title = "Your account does not take part in this"
    text = (
        "You are signed in, but none of the groups that you are in there opens this page, or your group has finished "
        "the course. Ask the person who invited you to put you into the group. With another account, sign out first."
    )
    way = ("sign-out", "Sign out")


class SignInFailed(AccessError):
    """Somebody came back from the Hub with nothing that lets them in."""

    title = "That sign-in did not work"
    text = f"It may have taken too long, been begun in another browser, or been declined. Try again. {ASK}"
    way = ("sign-in", "Sign in once more")


class HubAway(RecordsAway):
    """The Hub cannot be reached, so nobody can say who somebody is."""

    text = "The place where people sign in cannot be reached. Nothing saved is lost. Try again in a minute."


class PrefixLost(AccessError):
    """A proxy in front takes off what every address of the course begins with."""

    title = "The course cannot be reached through this address"
    text = (
        "What stands in front of it takes off the part that all its addresses begin with. Ask the people who run the "
        "course to let the proxy pass on whole addresses, as nginx does where proxy_pass names no path."
    )
    status = 503
