"""Files of others' event data come in; their events in our words go out, with what could not be used."""
