-- What a person is shown of a session, to know it again and end it.
alter table sessions
  add column id uuid not null default gen_random_uuid() unique,
  add column created_at timestamptz,
  add column last_used_at timestamptz,
  add column address text not null default '-',
  add column agent text not null default '';
update sessions set created_at = expires_at - interval '12 hours', last_used_at = expires_at - interval '12 hours';
alter table sessions alter column created_at set not null, alter column last_used_at set not null;
