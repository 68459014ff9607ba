"""Programs for those who work on the atlas: none of them runs when a reader opens a map."""
