package io.gantry.engine.linux;

import java.util.function.LongSupplier;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * The C library: binds the functions a family of calls declares and checks what they return.
 * Thread-safe; the error number is the calling thread's.
 */
final class LibC {
  private LibC() {}

  /**
   * Binds each method of a public interface to the function of its name. Functions of variable
   * arguments may be declared with those they are called with.
   */
  static <T> T bind(Class<T> functions) {
    return LibraryLoader.create(functions).failImmediately().load("c");
  }

  /** The error of this thread's last call. */
  static Errno lastError() {
    return Errno.of(LastError.getLastError(Runtime.getSystemRuntime()));
  }

  /**
   * Returns what a function returned, or throws if that was -1.
   *
   * @param call the function's name
   * @param object what it was applied to, for the message
   */
  static int check(String call, @Nullable Object object, int result) throws SyscallException {
    return (int) check(call, object, (long) result);
  }

  /** As {@link #check(String, Object, int)}, for functions that return a wide number. */
  static long check(String call, @Nullable Object object, long result) throws SyscallException {
    if (result == -1) {
      throw new SyscallException(call, object, lastError());
    }
    return result;
  }

  /** Calls a function, again if a signal interrupts it, and checks its result. */
  static long retry(String call, @Nullable Object object, LongSupplier function)
      throws SyscallException {
    while (true) {
      long result = function.getAsLong();
      if (result != -1) {
        return result;
      }
      Errno errno = lastError();
      if (errno != Errno.EINTR) {
        throw new SyscallException(call, object, errno);
      }
    }
  }
}
