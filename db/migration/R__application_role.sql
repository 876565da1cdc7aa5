-- What the role may do that the control plane works as. Done anew whenever this text or the role's name changes, so a
-- migration that makes a table also names it here.

revoke all on all tables in schema "${flyway:defaultSchema}" from "${application}";

grant select, insert, update, delete on principals, group_members, memberships, roles, api_tokens, sessions, enrolment_tokens, nodes, node_presence,
  node_sequences, node_assignments, node_images, stream_requests, used_token_ids, containers, container_status,
  assignment_tombstones, published_ports, volumes, volume_uses, idempotency_keys, tenant_quotas, audit_asked,
  scheduled_tasks, replicas, reconciles, jobs, job_runs, secrets, secret_uses, schedules, services, service_revisions, service_replicas,
  alert_rules, alert_deliveries
  to "${application}";

grant select, insert, update on sealed_keys, tenants, tenant_streams to "${application}";

-- History is added to and never changed.
grant select, insert on exit_ledger, events, audit to "${application}";
