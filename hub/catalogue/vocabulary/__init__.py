"""The thesaurus as a file that people edit: checked, changed line by line, exchanged as SKOS."""
