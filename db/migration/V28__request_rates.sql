-- How many requests a tenant may make in a second, at each replica; absent is without limit.
alter table tenant_quotas add column requests_per_second bigint check (requests_per_second >= 1);
