-- The replicas of the control plane, and where the others reach each.
create table replicas (
  id text primary key,
  address text not null,
  seen_at timestamptz not null
);

-- Which of a node's watches is the newest, on whatever replica: an older one is told nothing any more.
alter table node_assignments add column watch text;
