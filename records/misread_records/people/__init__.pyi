from .certificates import Certificate, Certificates, may_be_code
from .cohort_rows import Contents, cohort_key
from .cohorts import Cohorts, is_made_up
from .corrections import Correction, Update, called
from .errors import AlreadyThere, BadNewcomer, Clashes, CohortClosed, CohortExists, PeopleError, UnknownCohort
from .members import ADDRESS, ADDRESS_MARK, NAME_MARK, Member, Newcomer, Role, tidy
from .names import as_spoken, family_of, in_two, order_of
from .sign_ins import KEPT, Device, SignIn, SignIns

__all__ = [
    "ADDRESS",
    "ADDRESS_MARK",
    "KEPT",
    "NAME_MARK",
    "AlreadyThere",
    "BadNewcomer",
    "Certificate",
    "Certificates",
    "Clashes",
    "CohortClosed",
    "CohortExists",
    "Cohorts",
    "Contents",
    "Correction",
    "Device",
    "Member",
    "Newcomer",
    "PeopleError",
    "Role",
    "SignIn",
    "SignIns",
    "UnknownCohort",
    "Update",
    "as_spoken",
    "called",
    "cohort_key",
    "family_of",
    "in_two",
    "is_made_up",
    "may_be_code",
    "order_of",
    "tidy",
]
