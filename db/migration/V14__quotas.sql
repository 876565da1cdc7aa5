-- What tenants may have; an absent amount is without limit, and so is a tenant without a row.

create table tenant_quotas (
  tenant_id text primary key references tenants on delete cascade,
  containers bigint check (containers >= 0),
  cpus numeric(12, 3) check (cpus >= 0),
  memory_bytes bigint check (memory_bytes >= 0),
  volumes bigint check (volumes >= 0),
  published_ports bigint check (published_ports >= 0)
);

alter table containers add column cpus numeric generated always as
  (coalesce((spec #>> '{resources,cpus}')::numeric, 0)) stored;

alter table tenant_quotas enable row level security;
alter table tenant_quotas force row level security;
create policy fence on tenant_quotas using (
  case (select current_setting('gantry.tenant', true)) when '*' then true when tenant_id then true else false end);
