package io.gantry.engine.lifecycle;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import io.gantry.engine.linux.SyscallException;
import java.time.Duration;

/** The host's processes by their descriptors. */
public final class HostProcesses implements Processes {

  @Override
  public boolean isAlive(ProcessIdentity process) {
    return process.isAlive();
  }

  @Override
  public boolean signal(ProcessIdentity process, int number) {
    try {
      return PidFd.signal(process, number);
    } catch (SyscallException e) {
      throw failure(process, e);
    }
  }

  @Override
  public boolean awaitEnd(ProcessIdentity process, Duration limit) {
    try (PidFd open = PidFd.open(process).orElse(null)) {
      return open == null || open.waitForEnd(limit);
    } catch (SyscallException e) {
      throw failure(process, e);
    }
  }

  private static GantryException failure(ProcessIdentity process, SyscallException e) {
    return GantryException.of(ErrorCode.INTERNAL, "cannot reach process " + process.pid(), e);
  }
}
