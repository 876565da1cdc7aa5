package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.regex.Pattern;

/** Names and addresses that end up in files others read line by line. */
final class HostNames {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,252}");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9a-fA-F:.]{2,45}(%[a-zA-Z0-9._-]{1,15})?");

  private HostNames() {}

  /** The name, if it can be one. */
  static String require(String name) {
    if (!NAME.matcher(name).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "'%s' is not a host name: use letters, digits, '.', '_' and '-'"
              .formatted(name.replaceAll("\\p{Cntrl}", "?")));
    }
    return name;
  }

  /** The address, if it can be one; no name is looked up for that. */
  static String requireAddress(String address) {
    if (!ADDRESS.matcher(address).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "'%s' is not an IP address".formatted(address.replaceAll("\\p{Cntrl}", "?")));
    }
    return address;
  }
}
