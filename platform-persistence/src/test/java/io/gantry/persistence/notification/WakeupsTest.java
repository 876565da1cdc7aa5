package io.gantry.persistence.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.TenantId;
import io.gantry.persistence.notification.Wakeups.Registration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WakeupsTest {
  private final Wakeups wakeups = new Wakeups();
  private final AtomicInteger woken = new AtomicInteger();

  @Test
  void wakesEveryoneAPayloadIsFor() {
    ContainerId container = new ContainerId("a".repeat(64));
    wakeups.on(Topic.container(container), woken::incrementAndGet);
    wakeups.on(Topic.container(container), woken::incrementAndGet);

    wakeups.wake("CONTAINER:bbbbbbbbbbbb," + container.shortId());

    assertThat(woken).hasValue(2);
  }

  @Test
  void letsOthersSleep() {
    wakeups.on(Topic.node("a"), woken::incrementAndGet);
    wakeups.on(Topic.events(new TenantId("b")), woken::incrementAndGet);

    wakeups.wake("NODE:b");
    wakeups.wake("EVENTS:a");

    assertThat(woken).hasValue(0);
  }

  @Test
  void wakesAllWhenChangesMayHaveBeenMissed() {
    wakeups.on(Topic.node("a"), woken::incrementAndGet);
    wakeups.on(Topic.node("b"), woken::incrementAndGet);

    wakeups.wakeAll();

    assertThat(woken).hasValue(2);
  }

  @Test
  void forgetsWhoWaitsNoLonger() {
    Registration first = wakeups.on(Topic.node("a"), woken::incrementAndGet);
    wakeups.on(Topic.node("a"), woken::incrementAndGet);

    first.close();
    first.close();
    wakeups.wake("NODE:a");

    assertThat(woken).hasValue(1);
  }
}
