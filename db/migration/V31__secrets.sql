-- Secrets of tenants, sealed with a key that is not in the database; and which containers' specs name them.

create table secrets (
  tenant_id text not null references tenants on delete cascade,
  name text not null collate "C",
  version bigint not null,
  key_id text not null,
  sealed bytea not null,
  bytes integer not null,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, name)
);
create index secrets_by_key on secrets (key_id);

create table secret_uses (
  container_id text collate "C" not null references containers on delete cascade,
  tenant_id text not null,
  secret_name text not null collate "C",
  primary key (container_id, secret_name),
  foreign key (tenant_id, secret_name) references secrets
);
create index secret_uses_by_secret on secret_uses (tenant_id, secret_name);

alter table secrets enable row level security;
alter table secrets force row level security;
create policy fence on secrets using (
  case (select current_setting('gantry.tenant', true)) when '*' then true when tenant_id then true else false end);

alter table secret_uses enable row level security;
alter table secret_uses force row level security;
create policy fence on secret_uses using (
  case (select current_setting('gantry.tenant', true)) when '*' then true when tenant_id then true else false end);
