-- What was asked of a node by a container's wish and not answered yet, so that the answer is noted with the request.
create table audit_asked (
  container_id text collate "C" not null references containers on delete cascade,
  tenant_id text not null,
  generation bigint not null,
  action text not null,
  actor text not null,
  request_id text not null,
  primary key (container_id, generation)
);

alter table audit_asked enable row level security;
alter table audit_asked force row level security;
create policy fence on audit_asked using (
  case (select current_setting('gantry.tenant', true)) when '*' then true when tenant_id then true else false end);
