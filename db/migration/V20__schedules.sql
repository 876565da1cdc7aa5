-- Jobs made at times. Each look considers the times after considered_until; the key of schedule and time makes each
-- job once.

create table schedules (
  id text collate "C" primary key,
  tenant_id text not null references tenants,
  number bigint generated always as identity,
  name text not null collate "C",
  spec jsonb not null,
  suspended boolean not null default false,
  considered_until timestamptz not null,
  last_time timestamptz,
  started bigint not null default 0,
  skipped bigint not null default 0,
  missed bigint not null default 0,
  obstacle_code text,
  obstacle_message text,
  created_at timestamptz not null,
  created_by text not null,
  version bigint not null default 1,
  unique (tenant_id, name)
);
create unique index schedules_by_number on schedules (tenant_id, number);

alter table jobs add column schedule_id text collate "C";
alter table jobs add column schedule_name text;
alter table jobs add column scheduled_for timestamptz;
create unique index jobs_by_schedule on jobs (schedule_id, scheduled_for);

alter table schedules enable row level security;
alter table schedules force row level security;
create policy fence on schedules using (
  case (select current_setting('gantry.tenant', true)) when '*' then true when tenant_id then true else false end);
