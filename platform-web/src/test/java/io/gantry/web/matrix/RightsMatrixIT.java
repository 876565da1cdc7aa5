package io.gantry.web.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.account.RoleSpec;
import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import io.gantry.security.credential.ApiTokenStore;
import io.gantry.security.credential.ApiTokens;
import io.gantry.security.credential.Sessions;
import io.gantry.web.Client;
import io.gantry.web.FakeAgent;
import io.gantry.web.Installation;
import io.gantry.web.WebTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Asks every cell of the matrix of the running application and compares the answer with the
 * oracle's. How many had which outcome is written to {@code target/rights-matrix.txt}.
 */
@WebTest
class RightsMatrixIT {
  private static final int AT_A_TIME = 16;

  @Autowired private Installation installation;
  @Autowired private ApiTokens tokens;
  @Autowired private ApiTokenStore store;
  @Autowired private Sessions sessions;

  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final Map<Outcome, Integer> counts = Collections.synchronizedMap(new TreeMap<>());

  @Test
  void givesEachCallerWhatItsRightsSayAndNothingElse() throws Exception {
    TenantId tenant = installation.newTenant();
    TenantId foreign = installation.newTenant();
    Client admin = installation.asPlatformAdmin(tenant).with("Gantry-Tenant", tenant.value());
    Client stranger = installation.asPlatformAdmin(foreign).with("Gantry-Tenant", foreign.value());
    for (Client client : List.of(admin, stranger)) {
      client.put("/api/v1/roles/nothing", new RoleSpec(List.of()));
    }
    Client nobody = installation.asNobody();
    List<Operation> operations = Operation.all(nobody.get("/v3/api-docs").json());
    try (FakeAgent agent = FakeAgent.enrol(admin, nobody);
        FakeAgent spare = FakeAgent.enrol(admin, nobody)) {
      Objects objects =
          new Objects(installation, tokens, sessions, List.of(agent, spare), tenant, foreign);
      assertThat(objects.unknown(operations))
          .as(
              "paths of which Objects does not say how an own, a foreign and a missing one are"
                  + " made")
          .isEmpty();
      Asking asking = new Asking(installation, tokens, store, sessions, agent);
      Subjects subjects = new Subjects(installation, tenant);
      askAll(rows(operations, subjects), objects, asking);
      admin.delete("/api/v1/nodes/" + agent.nodeId() + "?force=true");
      admin.delete("/api/v1/nodes/" + spare.nodeId() + "?force=true");
    }
    Files.writeString(
        Path.of("target", "rights-matrix.txt"),
        "%d operations, %s%n".formatted(operations.size(), counts));
    assertThat(wrong).isEmpty();
    assertThat(operations).hasSizeGreaterThan(80);
    assertThat(counts.keySet()).containsExactly(Outcome.values());
  }

  /** Cells that differ only in their object. */
  private static List<List<Cell>> rows(List<Operation> operations, Subjects subjects) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Operation operation : operations) {
      for (Subject subject : subjects.of(operation)) {
        Stream.of(Credential.values())
            .filter(Credential::isOfAccount)
            .filter(credential -> hasOne(subject, credential))
            .forEach(credential -> rows.add(row(operation, subject, credential)));
      }
      Subject anybody = subjects.of(operation).getFirst();
      rows.add(row(operation, anybody, Credential.NODE));
      rows.add(row(operation, anybody, Credential.NONE));
    }
    return rows;
  }

  private static boolean hasOne(Subject subject, Credential credential) {
    return credential != Credential.SERVICE_TOKEN || !subject.serviceToken().isEmpty();
  }

  private static List<Cell> row(Operation operation, Subject subject, Credential credential) {
    return targets(operation).stream()
        .map(target -> new Cell(operation, subject, credential, target))
        .toList();
  }

  /** What belongs to no tenant is nobody's own or foreign. */
  private static List<Target> targets(Operation operation) {
    if (!operation.hasObject()) {
      return List.of(Target.NONE);
    }
    boolean ofPlatform =
        operation.isForNodes()
            || operation.permission().filter(permission -> !permission.isOfTenant()).isPresent();
    return ofPlatform
        ? List.of(Target.OWN, Target.MISSING)
        : List.of(Target.OWN, Target.FOREIGN, Target.MISSING);
  }

  private void askAll(List<List<Cell>> rows, Objects objects, Asking asking) throws Exception {
    try (ExecutorService askers = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<?>> asked = new ArrayList<>();
      for (List<Cell> row : rows) {
        asked.add(askers.submit(() -> ask(row, objects, asking)));
      }
      for (Future<?> future : asked) {
        future.get();
      }
    }
  }

  private void ask(List<Cell> row, Objects objects, Asking asking) {
    Oracle oracle = new Oracle(Role.VIEWER.permissions());
    Map<Target, Reply> replies = new TreeMap<>();
    for (Cell cell : row) {
      String path = objects.path(cell.operation(), cell.subject(), cell.target());
      Reply reply = asking.ask(cell, path);
      replies.put(cell.target(), reply.about(path));
      Outcome expected = oracle.expected(cell);
      Outcome found = Outcome.of(reply);
      counts.merge(found, 1, Integer::sum);
      if (expected != found) {
        wrong.add("%s: %s, not %s: %s".formatted(cell, found, expected, reply));
      }
      if (cell.target() == Target.OWN && reply.status() < 300 && !cell.operation().isSafe()) {
        objects.spent(cell.operation());
      }
    }
    compare(row.getFirst(), replies, oracle);
  }

  /** Nobody finds out what another tenant has. */
  private void compare(Cell cell, Map<Target, Reply> replies, Oracle oracle) {
    Reply foreign = replies.get(Target.FOREIGN);
    Reply missing = replies.get(Target.MISSING);
    boolean mayEnter =
        oracle.expected(
                new Cell(cell.operation(), cell.subject(), cell.credential(), Target.FOREIGN))
            != oracle.expected(
                new Cell(cell.operation(), cell.subject(), cell.credential(), Target.MISSING));
    if (foreign != null && !mayEnter && !foreign.equals(missing)) {
      wrong.add("%s tells foreign from missing: %s, %s".formatted(cell, foreign, missing));
    }
  }
}
