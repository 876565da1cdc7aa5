-- The second fence between tenants: each transaction says in gantry.tenant whose rows it is about, '*' for the platform,
-- and sees and writes no other. Unset, it sees none. The setting is asked once for each statement, not for each row.
-- A case, not an "or" of conditions: the planner would take those for rare and read all of a tenant's rows to sort them.
-- Forced, so that it holds for the owner too: migrations run with gantry.tenant = '*'.

alter table published_ports add column tenant_id text;
update published_ports p set tenant_id = c.tenant_id from containers c where c.id = p.container_id;
alter table published_ports alter column tenant_id set not null;

do $$
declare
  fenced text;
begin
  foreach fenced in array array['memberships', 'api_tokens', 'node_images', 'containers', 'container_status',
    'published_ports', 'volumes', 'volume_uses', 'exit_ledger', 'tenant_streams', 'events', 'audit', 'idempotency_keys']
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

alter table tenants enable row level security;
alter table tenants force row level security;
create policy fence on tenants using (
  case (select current_setting('gantry.tenant', true)) when '*' then true when id then true else false end);

-- Between the platform and a node, and still about containers: no tenant has business in these.
alter table assignment_tombstones enable row level security;
alter table assignment_tombstones force row level security;
create policy fence on assignment_tombstones using ((select current_setting('gantry.tenant', true)) = '*');

alter table stream_requests enable row level security;
alter table stream_requests force row level security;
create policy fence on stream_requests using ((select current_setting('gantry.tenant', true)) = '*');
