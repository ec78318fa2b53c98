"""Services: acts. The only place that writes; each act writes its Events in the same transaction."""
