-- What an entry changed, and for whom a node or Gantry itself acted. Entries of format 1 were written before and
-- their hashes leave both out.
alter table audit add column on_behalf_of text;
alter table audit add column changes text;
alter table audit add column format smallint not null default 1;
create index audit_by_request on audit (tenant_id, request_id, id desc);
