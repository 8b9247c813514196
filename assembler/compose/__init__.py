"""Records and templates -> a document: the one room that knows both vocabularies."""
