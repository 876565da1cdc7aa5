package io.gantry.engine.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.ContainerId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DependencyGraphTest {
  private static final ContainerId A = new ContainerId("a".repeat(64));
  private static final ContainerId B = new ContainerId("b".repeat(64));
  private static final ContainerId C = new ContainerId("c".repeat(64));
  private static final ContainerId D = new ContainerId("d".repeat(64));

  private final List<ContainerId> visited = new ArrayList<>();

  @Test
  @Rule({"DEPS-7", "DEPS-8", "DEPS-9"})
  void visitsEachOnceAfterAllItNeeds() {
    DependencyGraph graph =
        DependencyGraph.of(Map.of(A, Set.of(B, C), B, Set.of(D), C, Set.of(D), D, Set.of()));

    graph.visit(visited::add);

    assertThat(visited).hasSize(4).startsWith(D).endsWith(A);
  }

  @Test
  @Rule("DEPS-4")
  void takesNothingToDoForSuccess() {
    DependencyGraph.of(Map.of()).visit(visited::add);

    assertThat(visited).isEmpty();
  }

  @Test
  @Rule({"DEPS-4", "DEPS-7"})
  void refusesACircle() {
    Map<ContainerId, Set<ContainerId>> circle =
        Map.of(A, Set.of(B), B, Set.of(C), C, Set.of(A), D, Set.of());

    assertThatThrownBy(() -> DependencyGraph.of(circle))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining(A.shortId());
  }

  @Test
  @Rule("DEPS-7")
  void refusesWhatIsNeededAndNotThere() {
    assertThatThrownBy(() -> DependencyGraph.of(Map.of(A, Set.of(B))))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
  }

  @Test
  @Rule({"DEPS-8", "DEPS-9"})
  void leavesOutWhatNeedsAFailedOneAndGoesOnWithTheOthers() {
    DependencyGraph graph =
        DependencyGraph.of(Map.of(A, Set.of(B), B, Set.of(C), C, Set.of(), D, Set.of()));

    assertThatThrownBy(() -> graph.visit(this::failingOnC))
        .isInstanceOfSatisfying(
            GantryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining("3 of the containers");

    assertThat(visited).containsExactlyInAnyOrder(C, D);
  }

  private void failingOnC(ContainerId id) {
    visited.add(id);
    if (id.equals(C)) {
      throw GantryException.of(ErrorCode.RUNTIME, "broken");
    }
  }
}
