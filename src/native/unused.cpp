// Stands in for a library that another one names and does not use.
