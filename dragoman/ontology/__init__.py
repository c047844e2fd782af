"""What can happen and who can act: event types, sectors, contexts, the actor book, places."""
