"""The pages, each in the module of its name: a visit comes in, an answer goes out."""
