"""Pure rules of the import: which column is which, what a cell says, what a row is."""
