"""Services: from which address a request came."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings


def of_client(said: Mapping[str, Any]) -> str | None:
    """The last address that the proxy in front wrote down, or that of the connection; None when there is none.

    ``said`` is what the server knows of a request. What a client wrote into that header itself counts for nothing.
    """
    address = said.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY and (passed_on := said.get("HTTP_X_FORWARDED_FOR")):
        address = passed_on.rpartition(",")[2]
    try:
        return str(ipaddress.ip_address(address.strip().strip("[]")))
    except ValueError:
        return None
