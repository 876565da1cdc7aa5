alter table container_status add column health text;
