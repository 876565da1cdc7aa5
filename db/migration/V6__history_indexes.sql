-- "Since when" of the event stream, and the ends on one node: found without reading the rest of the tenant's history.

create index events_by_time on events (tenant_id, at, id);
create index exit_ledger_by_node_name on exit_ledger (tenant_id, node_name, finished_at desc, id desc);
create index exit_ledger_by_node on exit_ledger (tenant_id, node_id, finished_at desc, id desc);
