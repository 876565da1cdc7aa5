-- So many containers of one spec. A revision is a spec it had; replicas are the containers it has, each of a revision.

create table services (
  id text collate "C" primary key,
  tenant_id text not null references tenants,
  number bigint generated always as identity,
  name text not null collate "C",
  spec jsonb not null,
  paused boolean not null default false,
  removed boolean not null default false,
  revision integer not null default 1,
  good_revision integer,
  rolled_back_from integer,
  last_revision integer not null default 1,
  made bigint not null default 0,
  state text not null default 'PROGRESSING' check (state in ('PROGRESSING', 'COMPLETE', 'PAUSED', 'STALLED')),
  replicas integer not null default 0,
  ready integer not null default 0,
  updated integer not null default 0,
  updated_ready integer not null default 0,
  failures integer not null default 0,
  last_failed_at timestamptz,
  progress_at timestamptz not null,
  next_attempt_at timestamptz,
  rolls_back_at timestamptz,
  obstacle_code text,
  obstacle_message text,
  created_at timestamptz not null,
  created_by text not null,
  version bigint not null default 1,
  unique (tenant_id, name)
);
create unique index services_by_number on services (tenant_id, number);

create table service_revisions (
  service_id text collate "C" not null references services on delete cascade,
  number integer not null,
  tenant_id text not null,
  spec jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (service_id, number)
);

create table service_replicas (
  service_id text collate "C" not null references services on delete cascade,
  number bigint not null,
  tenant_id text not null,
  container_id text not null collate "C",
  revision integer not null,
  run bigint not null default 0,
  primary key (service_id, number)
);

do $$
declare
  fenced text;
begin
  foreach fenced in array array['services', 'service_revisions', 'service_replicas']
  loop
    execute format('alter table %I enable row level security', fenced);
    execute format('alter table %I force row level security', fenced);
    execute format(
      $policy$
      create policy fence on %I using (
        case (select current_setting('gantry.tenant', true)) when '*' then true when tenant_id then true else false end)
      $policy$, fenced);
  end loop;
end
$$;
