package io.gantry.fleet.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.service.RolloutSpec;
import io.gantry.api.service.RolloutState;
import io.gantry.fleet.service.ServiceNow.Phase;
import io.gantry.fleet.service.ServiceNow.Replica;
import io.gantry.fleet.service.ServicePlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceDecisionTest {
  private static final Instant BEGUN = Instant.parse("2026-11-24T10:00:00Z");

  @Test
  void makesReplicasOfItsRevisionUntilThereAreEnough() {
    assertThat(service(2).with(2, Phase.STARTING).step()).isEqualTo(new Step.Make(2));
    assertThat(service(2).with(2, Phase.READY).with(2, Phase.READY).plan().state())
        .isEqualTo(RolloutState.COMPLETE);
  }

  @Test
  void takesNoReadyOneAwayBeforeAnotherIsReady() {
    Service rolling = service(2).with(1, Phase.READY).with(1, Phase.READY);

    assertThat(rolling.step()).isEqualTo(new Step.Make(2));
    assertThat(rolling.with(2, Phase.STARTING).step()).isNull();
  }

  @Test
  void replacesOnceAnotherIsReady() {
    Service rolling = service(2).with(1, Phase.READY).with(1, Phase.READY).with(2, Phase.READY);

    assertThat(rolling.step()).isInstanceOf(Step.Remove.class);
  }

  @Test
  void takesAwayFirstWhereMayBeUnavailableButNotMore() {
    Service rolling = service(2).unavailable(1).with(1, Phase.READY).with(1, Phase.READY);

    assertThat(rolling.step()).isInstanceOf(Step.Remove.class);
  }

  @Test
  void goesBackToTheGoodRevisionAfterItsDeadline() {
    Service stuck = service(1).good(1).with(1, Phase.READY).with(2, Phase.STARTING);

    assertThat(stuck.plan().rollsBackAt()).isEqualTo(BEGUN.plusSeconds(600));
    assertThat(stuck.at(600).step()).isEqualTo(new Step.RollBack(1));
    assertThat(service(1).with(2, Phase.STARTING).at(600).plan().state())
        .isEqualTo(RolloutState.STALLED);
  }

  @Test
  void doesNothingOfARolloutThatIsPausedAndReplacesWhatIsLostByWhatWorks() {
    Service paused = service(2).good(1).paused().with(1, Phase.READY);

    assertThat(paused.step()).isEqualTo(new Step.Make(1));
    assertThat(paused.with(1, Phase.READY).step()).isNull();
    assertThat(paused.plan().state()).isEqualTo(RolloutState.PAUSED);
  }

  @Test
  void waitsLongerWithEachFailure() {
    ServicePlan plan = service(1).failures(4).plan();

    assertThat(plan.step()).isNull();
    assertThat(plan.nextAttemptAt()).isEqualTo(BEGUN.plusSeconds(8));
    assertThat(service(1).failures(4).at(8).step()).isEqualTo(new Step.Make(2));
  }

  @Test
  void scalesDownByWhatIsNotReadyFirst() {
    Service surplus = service(1).with(2, Phase.READY).with(2, Phase.STARTING).with(2, Phase.READY);

    assertThat(surplus.step()).isEqualTo(new Step.Remove(surplus.replicas.get(1)));
  }

  @Test
  void clearsAwayWhatEnded() {
    Service failed = service(1).with(2, Phase.FAILED);

    assertThat(failed.step()).isEqualTo(new Step.Remove(failed.replicas.getFirst()));
  }

  @Test
  void goesWithAllItHas() {
    Service removed = service(1).removed().with(2, Phase.READY);

    assertThat(removed.step()).isInstanceOf(Step.Remove.class);
    assertThat(service(1).removed().step()).isEqualTo(new Step.Forget());
  }

  /** However replicas come up and fail, a rollout keeps within its bounds and comes to an end. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void keepsWithinItsBoundsAndEndsWhateverHappens(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      rollOut(random, random.nextInt(5) == 0);
    }
  }

  /** Rolls from revision 1, which is ready, to 2, which never is if it is broken. */
  private static void rollOut(Random random, boolean broken) {
    int wanted = 1 + random.nextInt(5);
    Service service = service(wanted).good(1);
    int unavailable = random.nextInt(3);
    service.bounds(unavailable, unavailable == 0 ? 1 + random.nextInt(3) : random.nextInt(3));
    for (int made = 0; made < wanted; made++) {
      service.with(1, Phase.READY);
    }
    for (int looks = 0; looks < 5_000; looks++) {
      ServicePlan plan = service.plan();
      if (plan.state() == RolloutState.COMPLETE) {
        assertThat(service.target).isEqualTo(broken ? 1 : 2);
        return;
      }
      service.carryOut(plan.step());
      if (plan.step() == null) {
        service.happen(random, broken);
      }
    }
    throw new AssertionError("the rollout came to no end");
  }

  private static Service service(int wanted) {
    return new Service(wanted);
  }

  /** A service on the way to revision 2. */
  private static final class Service {
    private final int wanted;
    private final List<Replica> replicas = new ArrayList<>();
    private RolloutSpec rollout = new RolloutSpec(0, 1, null, null, null);
    private boolean paused;
    private boolean removed;
    private int target = 2;
    private @Nullable Integer good;
    private int failures;
    private Instant progressAt = BEGUN;
    private Instant at = BEGUN;
    private long made;

    Service(int wanted) {
      this.wanted = wanted;
    }

    Service with(int revision, Phase phase) {
      long number = made++;
      replicas.add(
          new Replica(number, new ContainerId("%064x".formatted(number)), revision, phase));
      return this;
    }

    Service unavailable(int count) {
      return bounds(count, 0);
    }

    Service bounds(int unavailable, int surge) {
      rollout = new RolloutSpec(unavailable, surge, null, null, null);
      return this;
    }

    Service good(int revision) {
      good = revision;
      return this;
    }

    Service paused() {
      paused = true;
      return this;
    }

    Service removed() {
      removed = true;
      return this;
    }

    Service failures(int count) {
      failures = count;
      return this;
    }

    Service at(long seconds) {
      at = BEGUN.plusSeconds(seconds);
      return this;
    }

    ServicePlan plan() {
      return ServiceDecision.next(
          new ServiceNow(
              wanted,
              rollout,
              paused,
              removed,
              target,
              good,
              failures,
              failures == 0 ? null : BEGUN,
              progressAt,
              replicas),
          at);
    }

    @Nullable Step step() {
      return plan().step();
    }

    void carryOut(@Nullable Step step) {
      switch (step) {
        case Step.Make make -> with(make.revision(), Phase.STARTING);
        case Step.Remove remove -> {
          long ready = ready() - (remove.replica().isReady() ? 1 : 0);
          if (remove.replica().isReady()) {
            assertThat(ready).isGreaterThanOrEqualTo(wanted - rollout.maxUnavailable());
          }
          replicas.remove(remove.replica());
        }
        case Step.RollBack back -> {
          target = back.revision();
          progressAt = at;
        }
        case Step.Forget forget -> throw new AssertionError("nobody wants it gone");
        case null -> {}
      }
      assertThat(replicas.stream().filter(one -> one.phase().counts()).count())
          .isLessThanOrEqualTo(wanted + rollout.maxSurge());
    }

    private long ready() {
      return replicas.stream().filter(Replica::isReady).count();
    }

    /** Lets a starting replica be ready or fail, or time pass. */
    void happen(Random random, boolean broken) {
      at = at.plus(Duration.ofSeconds(random.nextInt(60)));
      for (int index = 0; index < replicas.size(); index++) {
        Replica one = replicas.get(index);
        if (one.phase() == Phase.STARTING && random.nextBoolean()) {
          boolean good = one.revision() == 1 || (!broken && random.nextInt(4) > 0);
          Phase phase = good ? Phase.READY : Phase.FAILED;
          replicas.set(index, new Replica(one.number(), one.container(), one.revision(), phase));
          if (good && one.revision() == target) {
            progressAt = at;
          }
          return;
        }
      }
    }
  }
}
