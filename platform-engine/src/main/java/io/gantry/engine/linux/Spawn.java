package io.gantry.engine.linux;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.Out;

/**
 * Starts programs by posix_spawn: no copy of this process's memory, chosen descriptors only, an own
 * process group, no blocked or ignored signals.
 */
public final class Spawn {
  private static final Functions LIBC = LibC.bind(Functions.class);

  private static final short SETPGROUP = 0x02;
  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;

  /** Larger than any of the opaque types of spawn.h. */
  private static final int OPAQUE_BYTES = 512;

  private Spawn() {}

  /**
   * Starts the program with exactly these descriptors.
   *
   * @param descriptors the child's descriptors: the first becomes its 0, and so on
   */
  public static ChildProcess start(Program program, List<Descriptor> descriptors)
      throws SyscallException {
    List<Descriptor> sources = new ArrayList<>();
    try {
      for (Descriptor descriptor : descriptors) {
        sources.add(descriptor.duplicate(3 + descriptors.size()));
      }
      return new ChildProcess(spawn(program, sources));
    } finally {
      sources.forEach(Descriptor::close);
    }
  }

  private static int spawn(Program program, List<Descriptor> sources) throws SyscallException {
    Pointer arguments = NativeStrings.of(program.command());
    Pointer environment = NativeStrings.of(assignments(program.environment()));
    Pointer actions = opaque();
    Pointer attributes = opaque();
    check(program, LIBC.posix_spawn_file_actions_init(actions));
    check(program, LIBC.posix_spawnattr_init(attributes));
    try {
      addActions(program, actions, sources);
      setAttributes(program, attributes);
      int[] pid = new int[1];
      check(
          program,
          LIBC.posix_spawn(pid, program.path(), actions, attributes, arguments, environment));
      return pid[0];
    } finally {
      int unused = LIBC.posix_spawnattr_destroy(attributes);
      unused = LIBC.posix_spawn_file_actions_destroy(actions);
      Reference.reachabilityFence(arguments);
      Reference.reachabilityFence(environment);
    }
  }

  private static void addActions(Program program, Pointer actions, List<Descriptor> sources)
      throws SyscallException {
    for (int i = 0; i < sources.size(); i++) {
      int source = sources.get(i).number();
      check(program, LIBC.posix_spawn_file_actions_adddup2(actions, source, i));
    }
    check(program, LIBC.posix_spawn_file_actions_addclosefrom_np(actions, sources.size()));
    Path directory = program.workingDirectory();
    check(program, LIBC.posix_spawn_file_actions_addchdir_np(actions, directory.toString()));
  }

  /** The JVM blocks and ignores signals for itself; a child must not inherit that. */
  private static void setAttributes(Program program, Pointer attributes) throws SyscallException {
    Pointer signals = opaque();
    check(program, LIBC.sigemptyset(signals));
    check(program, LIBC.posix_spawnattr_setsigmask(attributes, signals));
    check(program, LIBC.sigfillset(signals));
    check(program, LIBC.posix_spawnattr_setsigdefault(attributes, signals));
    check(program, LIBC.posix_spawnattr_setpgroup(attributes, 0));
    short flags = SETPGROUP | SETSIGDEF | SETSIGMASK;
    check(program, LIBC.posix_spawnattr_setflags(attributes, flags));
  }

  private static List<String> assignments(Map<String, String> environment) {
    return environment.entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }

  private static Pointer opaque() {
    return Memory.allocateDirect(Runtime.getSystemRuntime(), OPAQUE_BYTES, true);
  }

  /** These functions return the error number instead of setting it. */
  private static void check(Program program, int result) throws SyscallException {
    if (result != 0) {
      throw new SyscallException("posix_spawn", program.path(), Errno.of(result));
    }
  }

  /** Bound to the C library. */
  public interface Functions {
    int posix_spawn(
        @Out int[] pid,
        String path,
        Pointer actions,
        Pointer attributes,
        Pointer arguments,
        Pointer environment);

    int posix_spawn_file_actions_init(Pointer actions);

    int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    int posix_spawn_file_actions_addchdir_np(Pointer actions, String path);

    int posix_spawn_file_actions_destroy(Pointer actions);

    int posix_spawnattr_init(Pointer attributes);

    int posix_spawnattr_setflags(Pointer attributes, short flags);

    int posix_spawnattr_setpgroup(Pointer attributes, int group);

    int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    int posix_spawnattr_destroy(Pointer attributes);

    int sigemptyset(Pointer signals);

    int sigfillset(Pointer signals);
  }
}
