package io.gantry.persistence.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.persistence.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks the database's own catalogue, so that a new table without the fence does not get past. */
class FenceCatalogueIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  /** Tables in which nothing is a tenant's. Every other one is fenced. */
  private static final List<String> OF_THE_PLATFORM =
      List.of(
          "enrolment_tokens",
          "flyway_schema_history",
          "node_assignments",
          "node_presence",
          "node_sequences",
          "nodes",
          "replicas",
          "scheduled_tasks",
          "sessions",
          "used_token_ids");

  private static final String TABLES =
      """
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p')
      """;

  private final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());

  @Test
  void findsEveryTableFencedThatIsNotOfThePlatform() {
    List<String> open =
        names(
            """
            and not (c.relrowsecurity and c.relforcerowsecurity and exists (select 1 from pg_policies p
              where p.schemaname = 'public' and p.tablename = c.relname and p.cmd = 'ALL' and p.roles = '{public}'
                and p.qual like '%gantry.tenant%' and p.with_check is null))
            """);

    assertThat(open).containsExactlyElementsOf(OF_THE_PLATFORM);
  }

  @Test
  void findsOnePolicyOnATableAsSeveralWouldWidenEachOther() {
    assertThat(
            names(
                "and (select count(*) from pg_policies p where p.schemaname = 'public'"
                    + " and p.tablename = c.relname) > 1"))
        .isEmpty();
  }

  @Test
  void findsNoTenantInTablesOfThePlatform() {
    List<String> ofTenants =
        names(
            "and exists (select 1 from pg_attribute a where a.attrelid = c.oid"
                + " and a.attname = 'tenant_id')");

    assertThat(ofTenants).isNotEmpty().doesNotContainAnyElementsOf(OF_THE_PLATFORM);
  }

  @Test
  void findsTheApplicationOwningNothing() {
    assertThat(
            jdbc.sql(
                    """
                    select objid::text from pg_shdepend where refclassid = 'pg_authid'::regclass
                      and refobjid = :role::regrole and deptype = 'o'
                    """)
                .param("role", DATABASE.application())
                .query(String.class)
                .list())
        .isEmpty();
    assertThat(
            jdbc.sql(
                    """
                    select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb
                      or has_schema_privilege(oid, 'public', 'create') from pg_roles where rolname = :role
                    """)
                .param("role", DATABASE.application())
                .query(Boolean.class)
                .single())
        .isFalse();
  }

  @Test
  void findsNoTableTheApplicationMayTruncateOrPutATriggerOn() {
    assertThat(allowed("truncate, trigger, references")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit_ledger", "audit", "events", "flyway_schema_history"})
  void findsHistoryTheApplicationMayNotChange(String table) {
    assertThat(allowed("update")).isNotEmpty().doesNotContain(table);
    assertThat(allowed("delete")).isNotEmpty().doesNotContain(table);
  }

  private List<String> allowed(String privileges) {
    return names(
        "and has_table_privilege('%s', c.oid, '%s')".formatted(DATABASE.application(), privileges));
  }

  private List<String> names(String condition) {
    return jdbc.sql("select c.relname " + TABLES + condition + " order by c.relname collate \"C\"")
        .query(String.class)
        .list();
  }
}
