package io.gantry.ctl.container;

import io.gantry.api.error.ErrorCode;

/** The exit codes that are the engine's own and not the container's (EXITCODES-8). */
final class ClientCode {
  static final int ENGINE_FAILED = 125;
  static final int NOT_PERMITTED = 126;
  static final int NOT_FOUND = 127;

  private ClientCode() {}

  static int of(String code) {
    if (code.equals(ErrorCode.RUNTIME_PERMISSION.name())) {
      return NOT_PERMITTED;
    }
    return code.equals(ErrorCode.RUNTIME_NOT_FOUND.name()) ? NOT_FOUND : ENGINE_FAILED;
  }
}
