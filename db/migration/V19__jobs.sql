-- Workloads: what makes and removes containers by itself. A container knows whose it is; what changes with it asks in
-- the same transaction for a look at its workload.

alter table containers add column owner_kind text check (owner_kind in ('JOB', 'SERVICE'));
alter table containers add column owner_id text collate "C";
alter table containers add constraint owner_is_whole check ((owner_kind is null) = (owner_id is null));
create index containers_by_owner on containers (owner_id) where owner_id is not null;

-- Looks that are due at a time. Rows are added and taken, never changed, so nobody who adds one waits.
create table reconciles (
  id bigint generated always as identity primary key,
  tenant_id text not null,
  kind text not null check (kind in ('JOB', 'SCHEDULE', 'SERVICE')),
  workload_id text not null collate "C",
  due_at timestamptz not null
);
create index reconciles_by_time on reconciles (due_at, id);
create index reconciles_by_workload on reconciles (workload_id);

create table jobs (
  id text collate "C" primary key,
  tenant_id text not null references tenants,
  number bigint generated always as identity,
  name text not null collate "C",
  spec jsonb not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED')),
  reason text check (reason in ('DEADLINE', 'RETRIES', 'CANCELLED')),
  cancelled boolean not null default false,
  removed boolean not null default false,
  runs integer not null default 0,
  succeeded integer not null default 0,
  failed integer not null default 0,
  failures_in_a_row integer not null default 0,
  last_failed_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  next_attempt_at timestamptz,
  obstacle_code text,
  obstacle_message text,
  created_at timestamptz not null,
  created_by text not null,
  version bigint not null default 1,
  unique (tenant_id, name)
);
create unique index jobs_by_number on jobs (tenant_id, number);
create index jobs_unended on jobs (id) where ended_at is null or removed;

create table job_runs (
  job_id text collate "C" not null references jobs on delete cascade,
  number integer not null,
  tenant_id text not null,
  container_id text not null collate "C",
  state text not null default 'RUNNING' check (state in ('RUNNING', 'SUCCEEDED', 'FAILED')),
  exit_code integer,
  failure_code text,
  failure_message text,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (job_id, number)
);

do $$
declare
  fenced text;
begin
  foreach fenced in array array['reconciles', 'jobs', 'job_runs']
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
