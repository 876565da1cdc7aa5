-- Tenants, accounts and what they sign in with. Secrets are kept as hashes only.

create table tenants (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,35}$'),
  display_name text not null,
  policy text not null default 'RESTRICTED' check (policy in ('RESTRICTED', 'BASELINE', 'PRIVILEGED')),
  created_at timestamptz not null,
  version bigint not null default 0
);

insert into tenants (id, display_name, created_at) values ('default', 'Default', now());

create table users (
  id uuid primary key,
  name text not null unique check (name ~ '^[a-zA-Z0-9][a-zA-Z0-9_.@-]{0,127}$'),
  password_hash text not null,
  one_time_password boolean not null default false,
  platform_admin boolean not null default false,
  disabled boolean not null default false,
  created_at timestamptz not null,
  version bigint not null default 0
);

create table memberships (
  user_id uuid not null references users on delete cascade,
  tenant_id text not null references tenants on delete cascade,
  role text not null check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
  version bigint not null default 0,
  primary key (user_id, tenant_id)
);
create index memberships_by_tenant on memberships (tenant_id, user_id);

create table api_tokens (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  name text not null,
  token_hash text not null unique,
  tenant_id text references tenants on delete cascade,
  role text check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  version bigint not null default 0
);
create index api_tokens_by_user on api_tokens (user_id, created_at, id);

create table sessions (
  hash text primary key,
  user_id uuid not null references users on delete cascade,
  expires_at timestamptz not null
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_expiry on sessions (expires_at);
