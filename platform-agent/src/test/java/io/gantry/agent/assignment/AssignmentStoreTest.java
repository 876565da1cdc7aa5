package io.gantry.agent.assignment;

import static io.gantry.agent.assignment.Assignments.goal;
import static io.gantry.agent.assignment.Assignments.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.node.Assignment;
import io.gantry.api.node.Assignment.Goal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssignmentStoreTest {
  private Path file;
  private AssignmentStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    file = directory.resolve("agent.sqlite");
    store = AssignmentStore.open(file);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    store = AssignmentStore.open(file);
  }

  @Test
  void keepsAssignmentsProgressAndVersionAcrossARestart() {
    Assignment assignment = goal(Goal.RUNNING).launch(3).kill(1).generation(7).build();
    store.change(List.of(assignment), 41);
    store.advance(
        id(1),
        progress ->
            progress.withCreated().beginLaunch(3, 2).failed(7, ErrorCode.REGISTRY, "no answer"));

    reopen();

    assertThat(store.resourceVersion()).isEqualTo(41);
    Assigned known = store.find(id(1)).orElseThrow();
    assertThat(known.assignment()).isEqualTo(assignment);
    assertThat(known.progress().created()).isTrue();
    assertThat(known.progress().launch()).isEqualTo(new Counted(0, 3, 2));
    assertThat(known.progress().failure())
        .isEqualTo(new Failed(7, ErrorCode.REGISTRY, "no answer"));
  }

  @Test
  void ignoresAnAssignmentThatComesLate() {
    store.change(List.of(goal(Goal.STOPPED).generation(5).build()), 10);

    var changed = store.change(List.of(goal(Goal.RUNNING).generation(4).build()), 11);

    assertThat(changed).isEmpty();
    assertThat(store.find(id(1)).orElseThrow().assignment().goal()).isEqualTo(Goal.STOPPED);
  }

  @Test
  void takesAListForTheTruthWhateverItsGenerations() {
    store.change(List.of(goal(Goal.STOPPED).generation(5).build()), 10);

    var changed = store.replaceAll(List.of(goal(Goal.RUNNING).generation(4).build()), 3);

    assertThat(changed).containsExactly(id(1));
    assertThat(store.find(id(1)).orElseThrow().assignment().goal()).isEqualTo(Goal.RUNNING);
    assertThat(store.resourceVersion()).isEqualTo(3);
  }

  @Test
  void actsAgainOnNumbersThatARestoredControlPlaneGivesOutAgain() {
    Assignments running = Assignments.goal(Goal.RUNNING);
    store.replaceAll(List.of(running.generation(9).launch(5).kill(4).build()), 7);
    store.advance(Assignments.id(1), progress -> progress.finishLaunch(5).finishKill(4).reached(9));

    store.replaceAll(List.of(running.generation(3).launch(2).kill(1).build()), 2);
    Progress restored = store.find(Assignments.id(1)).orElseThrow().progress();

    assertThat(restored.launch().isDue(2)).isFalse();
    assertThat(restored.launch().isDue(3)).isTrue();
    assertThat(restored.kill().isDue(1)).isFalse();
    assertThat(restored.kill().isDue(2)).isTrue();
    assertThat(restored.generation()).isLessThan(3);
  }

  @Test
  void waitsForTheWholeListOverARestart() {
    store.replaceAll(List.of(Assignments.goal(Goal.RUNNING).build()), 7);
    store.listAnew();
    store.change(List.of(Assignments.goal(Goal.RUNNING).generation(2).build()), 8);

    reopen();
    assertThat(store.resourceVersion()).isZero();

    store.listAnew();
    store.replaceAll(List.of(Assignments.goal(Goal.RUNNING).generation(2).build()), 9);
    assertThat(store.wantsList()).isFalse();
    assertThat(store.resourceVersion()).isEqualTo(9);
  }

  @Test
  void keepsALaunchThatIsUnderWayOverAList() {
    Assignments running = Assignments.goal(Goal.RUNNING);
    store.replaceAll(List.of(running.launch(2).build()), 1);
    store.advance(Assignments.id(1), progress -> progress.finishLaunch(1).beginLaunch(2, 1));

    store.replaceAll(List.of(running.generation(2).build()), 2);

    assertThat(store.find(Assignments.id(1)).orElseThrow().progress().launch())
        .isEqualTo(new Counted(1, 2, 1));
  }

  @Test
  void noLongerWantsWhatTheListLacks() {
    store.change(List.of(goal(Goal.RUNNING).of(1).build(), goal(Goal.RUNNING).of(2).build()), 10);

    var changed = store.replaceAll(List.of(goal(Goal.RUNNING).of(2).build()), 12);

    assertThat(changed).containsExactly(id(1));
    assertThat(store.find(id(1)).orElseThrow().wanted()).isFalse();
    assertThat(store.find(id(2)).orElseThrow().wanted()).isTrue();
  }

  @Test
  void losesNoContainerToAnEmptyList() {
    store.change(List.of(goal(Goal.RUNNING).build()), 10);

    var changed = store.replaceAll(List.of(), 1);

    assertThat(changed).isEmpty();
    assertThat(store.find(id(1)).orElseThrow().wanted()).isTrue();
  }

  @Test
  void forgetsRemovedContainersByAnEmptyList() {
    store.change(List.of(goal(Goal.REMOVED).build()), 10);
    store.advance(id(1), Progress::withRemoved);

    var changed = store.replaceAll(List.of(), 12);
    store.forget(id(1));

    assertThat(changed).containsExactly(id(1));
    assertThat(store.containers()).isEmpty();
  }

  @Test
  void forgetsOnlyWhatIsNotWanted() {
    store.change(List.of(goal(Goal.RUNNING).build()), 10);

    store.forget(id(1));

    assertThat(store.containers()).containsExactly(id(1));
  }

  @Test
  void keepsProgressWhenTheAssignmentChanges() {
    store.change(List.of(goal(Goal.RUNNING).launch(1).build()), 10);
    store.advance(id(1), progress -> progress.finishLaunch(1));

    store.change(List.of(goal(Goal.RUNNING).launch(1).generation(2).build()), 11);

    assertThat(store.find(id(1)).orElseThrow().progress().launch().isDue(1)).isFalse();
  }
}
