"""One school year in detail: groups, slots and bus duties."""
