"""What an e-mail address is, on plain string operations.

Source documents: RFC 5321 "Simple Mail Transfer Protocol" (sections 4.1.2 and 4.5.3), RFC 5322
"Internet Message Format" (section 3.2.3), RFC 1123 "Requirements for Internet Hosts" (section 2.1),
RFC 2047 "MIME Part Three" (encoded words).
"""

import string

_ATOM = frozenset(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~")
_LABEL = frozenset(string.ascii_letters + string.digits + "-")


def check_email_address(address: str) -> str:
    """`address` itself, when mail can be sent to it.

    The subset of RFC 5321 that mail systems really use: a dot-atom of at most 64 characters, `@`,
    a domain of at least two labels; 254 characters in all. Quoted local parts, address literals
    (`user@[192.0.2.1]`), comments and display names are refused.

    Internationalised addresses: a domain must come in its ASCII form (`xn--...`, Punycode), and
    the local part must be ASCII. SES speaks no SMTPUTF8, and turning `ß` or a look-alike letter
    into Punycode here would choose for the caller where the message goes.

    Args:
        address: the bare address, without a display name.

    Raises:
        ValueError: with the rule that it breaks. The message does not repeat the address.
    """
    if len(address) > 254:
        raise ValueError("it is longer than 254 characters")
    local, at, domain = address.rpartition("@")
    if not at:
        raise ValueError("it has no '@'")
    _check_local_part(local)
    _check_domain(domain)
    return address


def _check_local_part(local: str) -> None:
    if not local:
        raise ValueError("nothing stands before the '@'")
    if not local.isascii():
        raise ValueError("the part before the '@' is not ASCII, and SMTPUTF8 is not supported")
    if len(local) > 64:
        raise ValueError("the part before the '@' is longer than 64 characters")
    if not set(local) <= _ATOM | {"."}:
        raise ValueError("the part before the '@' holds a character that may not stand there")
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise ValueError("a dot before the '@' must stand between two other characters")
    if "=?" in local:
        # Valid, but mail readers decode it (RFC 2047) and then see another address.
        raise ValueError("the part before the '@' looks like an encoded word")


def _check_domain(domain: str) -> None:
    if not domain.isascii():
        raise ValueError("the domain is not ASCII: give it in Punycode (xn--...)")
    labels = domain.split(".")
    if len(labels) < 2:
        raise ValueError("the domain needs at least two labels, such as example.com")
    for label in labels:
        if not label:
            raise ValueError("the domain has an empty label")
        if len(label) > 63:
            raise ValueError("a label of the domain is longer than 63 characters")
        if not set(label) <= _LABEL:
            raise ValueError("the domain holds a character that may not stand there")
        if label.startswith("-") or label.endswith("-"):
            raise ValueError("a label of the domain begins or ends with a hyphen")
    if labels[-1].isdigit():
        raise ValueError("the domain ends in a number: an IP address is not a domain")


def suppression_form(address: str) -> str:
    """The form under which two spellings of one mailbox are the same: lower case throughout.

    RFC 5321 lets a host tell `Ana@` from `ana@`; no large one does, and a complaint must not be
    evaded by a capital letter.
    """
    return address.lower()


def mask_email(address: str) -> str:
    """An address as a log may show it: the first letter and the domain; `***` for what is none."""
    try:
        local, _, domain = check_email_address(address).rpartition("@")
    except ValueError:
        # Whatever it is, it was put where something personal belongs.
        return "***"
    return f"{local[0]}***@{domain}"
