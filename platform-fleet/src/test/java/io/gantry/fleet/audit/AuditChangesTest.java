package io.gantry.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.resource.AuditChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditChangesTest {
  @Test
  void namesWhatChangedAndNothingElse() {
    ContainerSpec before =
        ContainerSpec.builder("demo/web:1")
            .name("web")
            .labels(Map.of("tier", "a", "x", "y"))
            .build();
    ContainerSpec after = before.toBuilder().labels(Map.of("tier", "b", "x", "y")).build();

    assertThat(AuditChanges.between(before, after))
        .containsExactly(new AuditChange("labels.tier", "a", "b"));
    assertThat(AuditChanges.between(before, before)).isEmpty();
  }

  @Test
  void tellsThatASecretChangedAndNotWhatItIs() {
    List<AuditChange> changes =
        AuditChanges.between(
            spec(Map.of("DB_PASSWORD", "old-one", "MODE", "fast")),
            spec(Map.of("DB_PASSWORD", "new-one", "MODE", "slow")));

    assertThat(changes)
        .containsExactly(
            new AuditChange("environment.DB_PASSWORD", "***", "***"),
            new AuditChange("environment.MODE", "fast", "slow"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POSTGRES_PASSWORD=hunter2",
        "API_KEY=hunter2",
        "GITHUB_TOKEN=hunter2",
        "AWS_SECRET_ACCESS_KEY=hunter2",
        "MYSQL_PASS=hunter2",
        "SENTRY_DSN=hunter2",
        "DATABASE_URL=postgres://app:hunter2@db/app",
        "SETTING=Bearer hunter2",
        "SETTING=gantry_hunter2",
        "SETTING=eyJhbGciOiJub25lIn0.hunter2",
        "SETTING=-----BEGIN PRIVATE KEY-----hunter2",
        "SETTING=ghp_hunter2",
        "SETTING=hunter2Rk9vQmFyQmF6UXV4MTIz"
      })
  void masksEnvironmentThatLooksSecret(String variable) {
    String[] parts = variable.split("=", 2);

    List<AuditChange> changes =
        AuditChanges.between(null, Map.of("environment", Map.of(parts[0], parts[1])));

    assertThat(changes).singleElement().matches(change -> change.field().endsWith(parts[0]));
    assertThat(changes.toString()).doesNotContain("hunter2").contains(SecretMask.MASK);
  }

  @Test
  void masksSecretsOfACommandLine() {
    assertThat(
            SecretMask.of(
                List.of(
                    "mysql",
                    "--password=hunter2",
                    "--token",
                    "hunter2",
                    "-u",
                    "root",
                    "PGPASSWORD=hunter2")))
        .containsExactly(
            "mysql", "--password=***", "--token", "***", "-u", "root", "PGPASSWORD=***");
  }

  @Test
  void leavesWhatIsNoSecretReadable() {
    Map<String, String> harmless = new LinkedHashMap<>();
    harmless.put("image", "registry.example/team/web@sha256:" + "ab12".repeat(16));
    harmless.put("source", "/srv/Data1/web");
    harmless.put("author", "ada");

    assertThat(AuditChanges.between(null, harmless)).noneMatch(change -> "***".equals(change.to()));
  }

  @Test
  void isBoundedHoweverMuchChanges() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int number = 0; number < 500; number++) {
      many.put("label" + number, "x".repeat(5000));
    }

    List<AuditChange> changes = AuditChanges.between(null, many);

    assertThat(changes).hasSize(64);
    assertThat(changes.getLast().to()).isEqualTo("437 more");
    assertThat(changes.toString().length()).isLessThan(64 * 400);
  }

  private static ContainerSpec spec(Map<String, String> environment) {
    return ContainerSpec.builder("demo/web:1").name("web").environment(environment).build();
  }
}
