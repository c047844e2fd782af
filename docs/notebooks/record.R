# The record in R: reads the Parquet that “dragoman export events -o events.parquet” writes.
# install.packages(c("arrow", "dplyr", "tidyr"))
library(arrow)
library(dplyr)
library(tidyr)

events <- read_parquet("events.parquet")

# Status first: a planned visit is not a visit.
count(events, status, sort = TRUE)

# Days are of class Date. Where day_basis is "published", the text gave no day: the act happened by then.
count(events, day_basis)

# Both sides are lists; unnest_longer makes a row a pair.
events |>
  filter(status == "happened") |>
  unnest_longer(actors) |>
  unnest_longer(recipients) |>
  count(actors, recipients, wt = NULL, sort = TRUE) |>
  head(8)

# What the file says of itself: schema version, codebook hash, the question that was asked.
file <- open_dataset("events.parquet")
file$schema$metadata[grepl("^dragoman", names(file$schema$metadata))]
