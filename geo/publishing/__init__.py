"""What a newsroom takes away: kits, sites, snippets, stories, and the look that is its own."""
