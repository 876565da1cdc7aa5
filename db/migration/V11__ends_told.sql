-- Up to when, by its own clock, a node has told the end of every run. Absent until it says so.

alter table node_presence add column ends_told_up_to timestamptz;
