-- Roles of a tenant's own: named sets of permissions. The three built-in ones are written in capital letters, those of
-- a tenant in small ones, so a name says which it is. A role that is held, or bounds a token, cannot be removed.

create table roles (
  tenant_id text not null references tenants on delete cascade,
  name text not null check (name ~ '^[a-z][a-z0-9-]{0,62}$' and name not in ('viewer', 'operator', 'admin')),
  permissions text[] not null,
  primary key (tenant_id, name)
);

alter table roles enable row level security;
alter table roles force row level security;
create policy fence on roles using (
  case (select current_setting('gantry.tenant', true)) when '*' then true when tenant_id then true else false end);

alter table memberships
  drop constraint memberships_role_check,
  add column own_role text generated always as
    (case when role in ('VIEWER', 'OPERATOR', 'ADMIN') then null else role end) stored,
  add foreign key (tenant_id, own_role) references roles (tenant_id, name);
create index memberships_by_own_role on memberships (tenant_id, own_role) where own_role is not null;

alter table api_tokens
  drop constraint api_tokens_role_check,
  add column own_role text generated always as
    (case when role in ('VIEWER', 'OPERATOR', 'ADMIN') then null else role end) stored,
  add check (own_role is null or tenant_id is not null),
  add foreign key (tenant_id, own_role) references roles (tenant_id, name);
create index api_tokens_by_own_role on api_tokens (tenant_id, own_role) where own_role is not null;
