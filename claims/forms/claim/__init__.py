"""Forms: what is filled in on the page of a claim; one file for each kind of act."""
