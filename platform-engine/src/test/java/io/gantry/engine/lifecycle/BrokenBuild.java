package io.gantry.engine.lifecycle;

import io.gantry.api.container.ContainerState;
import io.gantry.api.container.ExitRecord;
import io.gantry.engine.state.Change;
import io.gantry.engine.state.ContainerConfig;
import io.gantry.engine.state.ContainerRecord;
import io.gantry.engine.state.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Builds with one defect each, which a {@link RandomLife} has to find. */
enum BrokenBuild {
  /** The product as it is. */
  NONE,
  DROPS_AN_END {
    @Override
    Change broken(Change change) {
      return new Change(change.record(), change.at(), change.opensRun(), null, change.events());
    }
  },
  INVENTS_A_ZERO {
    @Override
    Change broken(Change change) {
      ExitRecord exit = change.exit();
      return exit == null || exit.code() != ExitRecord.UNSEEN
          ? change
          : change.with(change.record().toBuilder().exitCode(0).build()).ending(withCode(exit, 0));
    }
  },
  TELLS_AN_END_TWICE {
    @Override
    Change broken(Change change) {
      ExitRecord exit = change.exit();
      return exit == null ? change : change.telling("died", Integer.toString(exit.code()));
    }
  },
  FORGETS_AN_EVENT {
    @Override
    Change broken(Change change) {
      List<Change.Happening> events =
          change.events().stream().filter(event -> !event.action().equals("start")).toList();
      return new Change(change.record(), change.at(), change.opensRun(), change.exit(), events);
    }
  },
  SKIPS_A_STATE {
    @Override
    Change broken(Change change) {
      return change.record().state() == ContainerState.STOPPED
          ? change.with(change.record().toBuilder().state(ContainerState.EXITED).build())
          : change;
    }
  },
  FORGETS_TO_CLOSE_A_RUN {
    @Override
    Change broken(Change change) {
      return change.with(change.record().toBuilder().openRun(change.record().run() > 0).build());
    }
  },
  LOSES_A_SAVE {
    @Override
    StateStore store(StateStore store) {
      return without(StateStore.class, store, "saveAll");
    }
  },
  LEAVES_A_MOUNT {
    @Override
    Rooms rooms(Rooms rooms) {
      return with(rooms, without(ContainerRoot.class, rooms.root(), "unmount"), rooms.network());
    }
  },
  LEAVES_A_LAYER {
    @Override
    Rooms rooms(Rooms rooms) {
      return with(rooms, without(ContainerRoot.class, rooms.root(), "delete"), rooms.network());
    }
  },
  LEAVES_AN_ADDRESS {
    @Override
    Rooms rooms(Rooms rooms) {
      ContainerNetwork network = without(ContainerNetwork.class, rooms.network(), "detach");
      return with(rooms, rooms.root(), network);
    }
  },
  STARTS_WHAT_WAS_STOPPED {
    @Override
    Change broken(Change change) {
      ContainerRecord record = change.record();
      return change.exit() == null || !record.stoppedByUser()
          ? change
          : change.with(record.toBuilder().nextRestartAt(change.at()).build());
    }
  };

  /** The store as the engine sees it. */
  StateStore store(StateStore store) {
    return this == NONE ? store : saving(store, this::broken);
  }

  /** The rooms as the engine sees them. */
  Rooms rooms(Rooms rooms) {
    return rooms;
  }

  /** What is saved instead of a change. */
  Change broken(Change change) {
    return change;
  }

  private static StateStore saving(StateStore store, UnaryOperator<Change> broken) {
    return proxy(
        StateStore.class,
        (method, arguments) -> {
          if (method.getName().equals("save")) {
            store.save(
                (ContainerConfig) arguments[0],
                broken.apply((Change) Objects.requireNonNull(arguments[1])));
            return null;
          }
          return call(method, store, arguments);
        });
  }

  /** The same but for one method, which does nothing. */
  private static <T> T without(Class<T> type, T whole, String missing) {
    return proxy(
        type,
        (method, arguments) ->
            method.getName().equals(missing) ? null : call(method, whole, arguments));
  }

  private static Rooms with(Rooms rooms, ContainerRoot root, ContainerNetwork network) {
    return new Rooms(
        root,
        network,
        rooms.runtime(),
        rooms.exits(),
        rooms.sessions(),
        rooms.processes(),
        rooms.health(),
        rooms.pods(),
        rooms.supervision());
  }

  /** What a call of an interface does. */
  @FunctionalInterface
  private interface Behaviour {
    Object call(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Behaviour behaviour) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> behaviour.call(method, arguments)));
  }

  private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static ExitRecord withCode(ExitRecord exit, int code) {
    return new ExitRecord(
        exit.container(),
        exit.run(),
        code,
        exit.signal(),
        exit.outOfMemory(),
        exit.cause(),
        exit.evidence(),
        exit.requestedBy(),
        exit.startedAt(),
        exit.finishedAt(),
        exit.duration(),
        exit.imageDigest());
  }
}
