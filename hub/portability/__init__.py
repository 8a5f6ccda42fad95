"""Taking a whole hub elsewhere: export and import as plain files, backup and restore as one file.

What goes along stands in one table (``rules.py``): every database table and every part of the data
directory is taken or has a reason why not, and a test says so.
"""
