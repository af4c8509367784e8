"""Word: the page as a document that an office edits, signs and sends on."""
