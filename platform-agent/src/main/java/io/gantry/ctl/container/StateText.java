package io.gantry.ctl.container;

import io.gantry.api.resource.ContainerResource.Status;
import io.gantry.ctl.output.Times;
import java.time.Clock;

/** A container's state in a few words: {@code running 3m}, {@code exited (42) 5s}. */
final class StateText {
  private StateText() {}

  static String of(Status status, Clock clock) {
    StringBuilder text = new StringBuilder(status.state());
    boolean ended = "exited".equals(status.state()) || "stopped".equals(status.state());
    if (ended && status.exitCode() != null) {
      text.append(" (").append(status.exitCode()).append(')');
    }
    if (status.outOfMemory()) {
      text.append(" out of memory");
    }
    String since = Times.ago(ended ? status.finishedAt() : status.startedAt(), clock);
    text.append(since.isEmpty() ? "" : " " + since);
    if (status.health() != null && !ended) {
      text.append(" (").append(status.health().displayName()).append(')');
    }
    if (status.nextRestartAt() != null) {
      text.append(", starts again");
    }
    if (status.failure() != null) {
      text.append(", ").append(status.failure().code());
    }
    return text.append(status.nodeReachable() ? "" : ", node away").toString();
  }
}
