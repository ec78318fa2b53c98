"""Claimtrail: quoted claims, who said them, through whom they reached us, and how they were checked."""
