package io.gantry.persistence.service;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.service.ServiceResource;
import io.gantry.api.service.ServiceRevisionResource;
import io.gantry.persistence.Json;
import io.gantry.persistence.jdbc.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Revisions of services. */
@Repository
@Transactional
public class ServiceRevisionRows {
  private static final String SELECT =
      "select * from service_revisions where tenant_id = :tenant and service_id = :service ";

  private final JdbcClient jdbc;

  ServiceRevisionRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public void add(ServiceResource service, ServiceRevisionResource revision) {
    jdbc.sql(
            """
            insert into service_revisions (service_id, number, tenant_id, spec, created_at, created_by)
            values (:service, :number, :tenant, :spec::jsonb, :at, :by)
            """)
        .param("service", service.id())
        .param("number", revision.number())
        .param("tenant", service.tenant().value())
        .param("spec", Json.write(revision.container()))
        .param("at", Columns.parameter(revision.createdAt()))
        .param("by", revision.createdBy())
        .update();
  }

  /** The newest first. */
  public List<ServiceRevisionResource> list(ServiceResource service, long below, int limit) {
    return jdbc.sql(SELECT + "and number < :below order by number desc limit :limit")
        .param("tenant", service.tenant().value())
        .param("service", service.id())
        .param("below", below)
        .param("limit", limit)
        .query(ServiceRevisionRows::revision)
        .list();
  }

  public Optional<ServiceRevisionResource> find(ServiceResource service, int number) {
    return jdbc.sql(SELECT + "and number = :number")
        .param("tenant", service.tenant().value())
        .param("service", service.id())
        .param("number", number)
        .query(ServiceRevisionRows::revision)
        .optional();
  }

  /** Forgets the oldest that are more than are kept; not what it is at, nor what was good last. */
  public void trim(ServiceResource service, int kept) {
    jdbc.sql(
            """
            delete from service_revisions r using services s
            where s.tenant_id = :tenant and s.id = :service and r.tenant_id = s.tenant_id and r.service_id = s.id
              and r.number <> s.revision and r.number is distinct from s.good_revision
              and r.number not in (select k.number from service_revisions k where k.tenant_id = s.tenant_id
                and k.service_id = s.id order by k.number desc limit :kept)
            """)
        .param("tenant", service.tenant().value())
        .param("service", service.id())
        .param("kept", kept)
        .update();
  }

  private static ServiceRevisionResource revision(ResultSet row, int index) throws SQLException {
    return new ServiceRevisionResource(
        row.getInt("number"),
        Json.read(row.getString("spec"), ContainerSpec.class),
        Columns.requiredInstant(row, "created_at"),
        row.getString("created_by"));
  }
}
