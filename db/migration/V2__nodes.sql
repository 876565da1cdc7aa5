-- Hosts with an agent. What is written at each report lies apart from what operators change, so that the two never
-- conflict.

create table enrolment_tokens (
  token_hash text primary key,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  redeemed_at timestamptz,
  node_id text
);

create table nodes (
  id text primary key,
  name text not null unique check (name ~ '^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$'),
  public_key text not null,
  draining boolean not null default false,
  enrolled_at timestamptz not null,
  version bigint not null default 0
);

create table node_presence (
  node_id text primary key references nodes on delete cascade,
  facts jsonb not null,
  last_seen_at timestamptz,
  clock_offset_millis bigint
);

-- The last report taken in, for each store the node ever had.
create table node_sequences (
  node_id text not null references nodes on delete cascade,
  epoch text not null,
  sequence bigint not null,
  updated_at timestamptz not null,
  primary key (node_id, epoch)
);

-- What the node's watch resumes from. Each change of an assignment raises the version under this row's lock, so versions
-- become visible in their order. Changes up to forgotten_version are no longer known one by one. The sums say how full
-- the node is.
create table node_assignments (
  node_id text primary key references nodes on delete cascade,
  resource_version bigint not null default 0,
  forgotten_version bigint not null default 0,
  containers integer not null default 0 check (containers >= 0),
  memory_bytes bigint not null default 0 check (memory_bytes >= 0)
);

create table node_images (
  node_id text not null references nodes on delete cascade,
  tenant_id text not null,
  image_id text not null collate "C",
  names text[] not null,
  size_bytes bigint not null,
  layers integer not null,
  created_at timestamptz,
  primary key (node_id, tenant_id, image_id)
);
create index node_images_by_tenant on node_images (tenant_id, image_id, node_id);
create index node_images_by_name on node_images using gin (names);

-- Streams a node is asked to dial, until the replica that holds its watch takes them.
create table stream_requests (
  id text primary key,
  node_id text not null references nodes on delete cascade,
  request jsonb not null,
  created_at timestamptz not null
);
create index stream_requests_by_node on stream_requests (node_id, created_at);

-- Ids of the tokens nodes signed their requests with, until they expire. They live two minutes at most, so the table is
-- not logged.
create unlogged table used_token_ids (
  node_id text not null,
  token_id text not null,
  expires_at timestamptz not null,
  primary key (node_id, token_id)
);
create index used_token_ids_by_expiry on used_token_ids (expires_at);
