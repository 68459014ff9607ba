"""Import: somebody's own table or map file becomes records, or sentences that say why not."""
