-- Whoever may hold roles in a tenant is a principal: a user, who is of no tenant, or one of a tenant's groups or service
-- accounts. Roles are held in memberships, whoever holds them. Users and service accounts have API tokens; only users have
-- a password and sessions.

alter table users rename to principals;
alter table principals
  add column kind text not null default 'USER' check (kind in ('USER', 'GROUP', 'SERVICE_ACCOUNT')),
  add column tenant_id text references tenants on delete cascade,
  add check ((kind = 'USER') = (tenant_id is null)),
  add check (kind = 'USER' or (password_hash = '' and not one_time_password and not platform_admin)),
  drop constraint users_name_key;
create unique index principals_of_platform on principals (name) where tenant_id is null;
create unique index principals_of_tenant on principals (tenant_id, kind, name);

alter table principals enable row level security;
alter table principals force row level security;
create policy fence on principals using (
  case (select current_setting('gantry.tenant', true)) when '*' then true when tenant_id then true else false end);

alter table memberships rename column user_id to principal_id;
alter table memberships drop constraint memberships_pkey, add primary key (principal_id, tenant_id, role);
alter table api_tokens rename column user_id to principal_id;

create table group_members (
  group_id uuid not null references principals on delete cascade,
  user_id uuid not null references principals on delete cascade,
  tenant_id text not null references tenants on delete cascade,
  primary key (group_id, user_id)
);
create index group_members_by_user on group_members (user_id, group_id);

alter table group_members enable row level security;
alter table group_members force row level security;
create policy fence on group_members using (
  case (select current_setting('gantry.tenant', true)) when '*' then true when tenant_id then true else false end);
