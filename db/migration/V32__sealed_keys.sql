-- Keys of the platform's own, sealed as the tenants' secrets are; what is derived from them outlives a change of the
-- sealing key.

create table sealed_keys (
  purpose text primary key,
  key_id text not null,
  sealed bytea not null
);

alter table sealed_keys enable row level security;
alter table sealed_keys force row level security;
create policy fence on sealed_keys using ((select current_setting('gantry.tenant', true)) = '*');
