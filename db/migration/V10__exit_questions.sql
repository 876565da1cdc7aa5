-- What the ledger is asked for besides: the labels a container had when its run ended (rows from before have none), the
-- image's digest, and failures alone.

alter table exit_ledger add column labels jsonb;
create index exit_ledger_by_label on exit_ledger using gin (labels jsonb_path_ops);
create index exit_ledger_by_digest on exit_ledger (tenant_id, image_digest, finished_at desc, id desc)
  where image_digest is not null;
create index exit_ledger_of_failures on exit_ledger (tenant_id, finished_at desc, id desc)
  where code <> 0 and cause <> 'REQUESTED';
