-- What users want (containers) and what nodes tell (container_status) are two rows with a version each.

create table containers (
  id text collate "C" primary key check (id ~ '^[0-9a-f]{64}$'),
  tenant_id text not null references tenants,
  number bigint generated always as identity,
  name text not null,
  image text not null,
  labels jsonb not null,
  spec jsonb not null,
  memory_bytes bigint not null default 0,
  node_id text not null references nodes,
  goal text not null check (goal in ('CREATED', 'RUNNING', 'PAUSED', 'STOPPED', 'REMOVED')),
  generation bigint not null,
  launch_number bigint not null default 0,
  launch_restart boolean not null default false,
  launch_requested_by text,
  kill_number bigint not null default 0,
  kill_signal text,
  kill_requested_by text,
  stop_timeout_millis bigint,
  force_removal boolean not null default false,
  remove_volumes boolean not null default false,
  requested_by text,
  resource_version bigint not null,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  version bigint not null default 0,
  unique (tenant_id, name)
);
create unique index containers_by_tenant on containers (tenant_id, number);
create unique index containers_by_id on containers (tenant_id, id);
create index containers_by_image on containers (tenant_id, image, number);
create index containers_by_label on containers using gin (labels jsonb_path_ops);
create index containers_by_node on containers (node_id, resource_version);

create table container_status (
  container_id text collate "C" primary key references containers on delete cascade,
  tenant_id text not null,
  generation bigint not null,
  launch bigint not null,
  state text not null,
  run bigint not null,
  exit_code integer,
  started_at timestamptz,
  finished_at timestamptz,
  restart_count integer not null,
  next_restart_at timestamptz,
  out_of_memory boolean not null,
  image_id text,
  addresses text[] not null,
  failure_code text,
  failure_message text,
  reported_at timestamptz not null,
  version bigint not null default 0
);
create index container_status_by_state on container_status (tenant_id, state);

-- An assignment that is gone, kept for watches that were away.
create table assignment_tombstones (
  node_id text not null references nodes on delete cascade,
  resource_version bigint not null,
  container_id text not null,
  removed_at timestamptz not null,
  primary key (node_id, resource_version)
);

-- Placement takes node_assignments' lock, so no two transactions decide on one node's ports at a time.
create table published_ports (
  container_id text collate "C" not null references containers on delete cascade,
  node_id text not null,
  protocol text not null check (protocol in ('TCP', 'UDP')),
  host_address text not null,
  host_port integer not null check (host_port between 1 and 65535),
  primary key (node_id, protocol, host_port, host_address)
);
create index published_ports_by_container on published_ports (container_id);

create table volumes (
  tenant_id text not null references tenants,
  name text not null collate "C",
  node_id text not null references nodes,
  labels jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  version bigint not null default 0,
  primary key (tenant_id, name)
);
create index volumes_by_node on volumes (node_id);

create table volume_uses (
  container_id text collate "C" not null references containers on delete cascade,
  tenant_id text not null,
  volume_name text not null collate "C",
  primary key (container_id, volume_name),
  foreign key (tenant_id, volume_name) references volumes
);
create index volume_uses_by_volume on volume_uses (tenant_id, volume_name);
