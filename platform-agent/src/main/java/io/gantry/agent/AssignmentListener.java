package io.gantry.agent;

import io.gantry.agent.assignment.AssignmentStore;
import io.gantry.agent.reconcile.Reconciler;
import io.gantry.agent.stream.Streams;
import io.gantry.agent.watch.WatchListener;
import io.gantry.api.container.ContainerId;
import io.gantry.api.node.WatchEvent;
import java.util.Set;

/** Stores what the watch says and wakes whoever has to act on it. */
final class AssignmentListener implements WatchListener {
  private final AssignmentStore store;
  private final Reconciler reconciler;
  private final Streams streams;

  AssignmentListener(AssignmentStore store, Reconciler reconciler, Streams streams) {
    this.store = store;
    this.reconciler = reconciler;
    this.streams = streams;
  }

  @Override
  public long resourceVersion() {
    return store.resourceVersion();
  }

  @Override
  public boolean wantsList() {
    return store.wantsList();
  }

  @Override
  public void accept(WatchEvent event) {
    switch (event.type()) {
      case LIST -> wake(store.replaceAll(event.assignments(), event.resourceVersion()));
      case CHANGED -> wake(store.change(event.assignments(), event.resourceVersion()));
      case GONE -> gone(event);
      case STREAM -> stream(event);
      case BOOKMARK -> store.bookmark(event.resourceVersion());
    }
  }

  private void gone(WatchEvent event) {
    ContainerId container = event.container();
    if (container != null) {
      wake(store.gone(container, event.resourceVersion()));
    }
  }

  private void stream(WatchEvent event) {
    if (event.stream() != null) {
      streams.serve(event.stream());
    }
  }

  private void wake(Set<ContainerId> containers) {
    containers.forEach(reconciler::wake);
  }
}
