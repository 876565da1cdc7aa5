-- What happened. Rows are added and never changed; no row hangs on a container or node that may go.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'restrict_violation';
end
$$;

create table exit_ledger (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  container_id text not null collate "C",
  container_name text not null,
  image text not null,
  image_digest text,
  node_id text not null,
  node_name text not null,
  run bigint not null,
  code integer not null,
  signal integer,
  out_of_memory boolean not null,
  cause text not null,
  evidence text,
  requested_by text,
  started_at timestamptz,
  finished_at timestamptz not null,
  duration_nanos bigint,
  recorded_at timestamptz not null,
  unique (container_id, run)
);
create index exit_ledger_by_time on exit_ledger (tenant_id, finished_at desc, id desc);
create index exit_ledger_by_container on exit_ledger (tenant_id, container_id, finished_at desc, id desc);
create index exit_ledger_by_name on exit_ledger (tenant_id, container_name, finished_at desc, id desc);
create index exit_ledger_by_code on exit_ledger (tenant_id, code, finished_at desc, id desc);
create index exit_ledger_by_image on exit_ledger (tenant_id, image, finished_at desc, id desc);
create index exit_ledger_by_rare_cause on exit_ledger (tenant_id, cause, finished_at desc, id desc)
  where cause <> 'ENDED';
create trigger exit_ledger_is_final before update or delete or truncate on exit_ledger
  for each statement execute function refuse_change();

-- One row for each tenant: its lock puts events and audit entries in order of their commit.
create table tenant_streams (
  tenant_id text primary key,
  event_id bigint not null default 0,
  audit_number bigint not null default 0,
  audit_hash text not null default ''
);

create table events (
  tenant_id text not null,
  id bigint not null,
  at timestamptz not null,
  container_id text,
  node_name text,
  action text not null,
  detail text,
  actor text,
  primary key (tenant_id, id)
);

-- Entries of the platform itself carry the tenant '*'. Each entry's hash covers the one before it.
create table audit (
  tenant_id text not null,
  id bigint not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  object text not null,
  outcome text not null,
  request_id text,
  address text,
  detail text,
  hash text not null,
  primary key (tenant_id, id)
);
create index audit_by_actor on audit (tenant_id, actor, id desc);
create index audit_by_object on audit (tenant_id, object, id desc);
create trigger audit_is_final before update or delete or truncate on audit
  for each statement execute function refuse_change();

create table idempotency_keys (
  tenant_id text not null,
  actor text not null,
  key text not null,
  fingerprint text not null,
  status integer,
  headers jsonb,
  body text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, actor, key)
);
create index idempotency_keys_by_expiry on idempotency_keys (expires_at);
