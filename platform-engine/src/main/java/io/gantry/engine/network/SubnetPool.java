package io.gantry.engine.network;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.network.IpAddress;
import io.gantry.api.network.Subnet;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Where networks without an own wish get their subnets. Each installation begins to look at a place
 * of its own, so that two on one host rarely meet even while none of their containers runs.
 *
 * @param count how many there are
 */
record SubnetPool(Subnet first, int count) {
  /** The /24s from 10.89.0.0 to 10.254.255.0. */
  static final SubnetPool IPV4 = new SubnetPool(Subnet.parse("10.89.0.0/24"), 166 << 8);

  private static final int UNIQUE_LOCAL = 0xfd;
  private static final int GLOBAL_ID_BYTES = 5;
  private static final int NETWORK_PREFIX = 64;
  private static final int NETWORKS = 1 << 16;

  /**
   * The /64s of an installation's own unique local prefix (RFC 4193), which its mark stands for.
   */
  static SubnetPool ipv6(String mark) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(mark.getBytes(StandardCharsets.UTF_8));
      byte[] address = new byte[IpAddress.Family.IPV6.bits() / Byte.SIZE];
      address[0] = (byte) UNIQUE_LOCAL;
      System.arraycopy(digest, 0, address, 1, GLOBAL_ID_BYTES);
      IpAddress base = new IpAddress(IpAddress.Family.IPV6, new BigInteger(1, address));
      return new SubnetPool(new Subnet(base, NETWORK_PREFIX), NETWORKS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The first free subnet.
   *
   * @param start where to begin; any number
   * @param taken what it must not overlap
   */
  Subnet next(long start, List<Subnet> taken) {
    for (long offset = 0; offset < count; offset++) {
      long place = Math.floorMod(start + offset, (long) count);
      IpAddress base = first.base().plus(first.size().multiply(BigInteger.valueOf(place)));
      Subnet candidate = new Subnet(base, first.prefix());
      if (taken.stream().noneMatch(candidate::overlaps)) {
        return candidate;
      }
    }
    throw GantryException.of(
        ErrorCode.NETWORK, "no subnet is free: remove a network that is not needed");
  }
}
