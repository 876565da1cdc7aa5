-- Rules of tenants on the exit ledger, and the calls they made. No secret is here: it is derived from a key outside.

create table alert_rules (
  id uuid primary key,
  tenant_id text not null references tenants on delete cascade,
  name text not null collate "C" check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  filter jsonb not null,
  threshold integer not null check (threshold between 1 and 1000),
  window_millis bigint not null,
  per_container boolean not null,
  url text not null,
  secret_number bigint not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_because text,
  unique (tenant_id, name)
);

-- A call is written in the transaction that records the ends it tells of. The oldest that waits is a rule's next one.
create table alert_deliveries (
  id uuid primary key,
  number bigint generated always as identity,
  tenant_id text not null,
  rule_id uuid not null references alert_rules on delete cascade,
  test boolean not null,
  ends bigint[] not null,
  ended_until timestamptz,
  body text not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'DELIVERED', 'FAILED')),
  tries integer not null default 0,
  attempts jsonb not null default '[]',
  created_at timestamptz not null,
  next_attempt_at timestamptz,
  claimed_until timestamptz
);
create index alert_deliveries_by_rule on alert_deliveries (tenant_id, rule_id, number desc);
create index alert_deliveries_waiting on alert_deliveries (rule_id, number) where state = 'WAITING';
create index alert_deliveries_by_end on alert_deliveries (rule_id, ended_until);
create index alert_deliveries_by_time on alert_deliveries (created_at) where state <> 'WAITING';

do $$
declare
  fenced text;
begin
  foreach fenced in array array['alert_rules', 'alert_deliveries']
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
