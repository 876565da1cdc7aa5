package io.gantry.persistence.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gantry.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ApplicationRoleIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String NAME = "worker";

  private final JdbcClient jdbc = JdbcClient.create(DATABASE.dataSource());

  @AfterEach
  void dropTheRole() {
    if (!hashes().isEmpty()) {
      jdbc.sql("drop owned by " + NAME).update();
      jdbc.sql("drop role " + NAME).update();
    }
  }

  @Test
  void makesTheRoleThatIsMissing() throws SQLException {
    prepare(DATABASE.ownersDataSource());
    prepare(DATABASE.ownersDataSource());

    assertThat(hashes()).singleElement().asString().startsWith("SCRAM-SHA-256$");
  }

  @Test
  void saysHowToMakeTheRoleIfTheOwnerMayNot() {
    UnfitRoleException refusal = refusal(DATABASE.applicationsDataSource());

    assertThat(refusal).hasMessageContaining("there is no role 'worker'");
    assertThat(refusal.remedy()).contains("create role \"worker\" login password '…'");
    assertThat(hashes()).isEmpty();
  }

  @Test
  void refusesOneRoleForBoth() {
    ApplicationRole owner = new ApplicationRole("gantry_owner", null);

    UnfitRoleException refusal =
        catchThrowableOfType(
            UnfitRoleException.class, () -> prepare(owner, DATABASE.ownersDataSource()));

    assertThat(refusal).hasMessageContaining("the second fence between tenants is missing");
    assertThat(refusal.remedy()).contains("GANTRY_DB_OWNER");
  }

  @ParameterizedTest
  @CsvSource({
    "create role worker superuser, it is a superuser",
    "create role worker bypassrls, it has BYPASSRLS",
    "create role worker in role gantry_owner, it is a member of gantry_owner",
    "create role worker; create table t (); alter table t owner to worker, it owns tables"
  })
  void refusesARoleTheFenceWouldNotHold(String made, String reason) {
    jdbc.sql(made).update();

    assertThat(refusal(DATABASE.ownersDataSource())).hasMessageEndingWith(reason);
  }

  private static UnfitRoleException refusal(DataSource owner) {
    return catchThrowableOfType(UnfitRoleException.class, () -> prepare(owner));
  }

  private static void prepare(DataSource owner) throws SQLException {
    prepare(new ApplicationRole(NAME, "a secret"), owner);
  }

  private static void prepare(ApplicationRole role, DataSource owner) throws SQLException {
    try (Connection connection = owner.getConnection()) {
      role.prepare(connection);
    }
  }

  private List<String> hashes() {
    return jdbc.sql("select coalesce(rolpassword, '') from pg_authid where rolname = :name")
        .param("name", NAME)
        .query(String.class)
        .list();
  }
}
