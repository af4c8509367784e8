"""What a report is made of: folders, params, files and their digests."""
