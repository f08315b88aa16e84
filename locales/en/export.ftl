# The project as a file, for the archive.
export-title = Export the project
export-link = Export the project
export-lead = The project's whole record as a file, for the archive or for whoever wants to check it.
export-holds = What is in the file
export-holds-journal = The journal with all its entries and their hashes
export-holds-decisions = The decisions, with gates, conditions, part deliveries and change requests as they were decided
export-holds-documents = Adopted documents with their registration and files
export-holds-reports = Approved reports with their PDFs
export-holds-rules = Mandates, risk policies, delegations and plans that are or have been in force
export-holds-not = Drafts, comments and what is not decided yet are not in it, except as entries of the journal.
export-noted = That you fetch the file is written down among the registrar's readings.
export-download = Download { $file }
export-proof = How to show that nothing has been changed
export-proof-how = The command computes every hash again. It needs only the file, not the server.
export-proof-compare = The command prints the journal's last entry and its hash. Right now that is entry { $number }. Compare it with the checkpoint in reports that were sent.
