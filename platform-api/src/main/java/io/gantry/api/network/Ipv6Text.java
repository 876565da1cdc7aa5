package io.gantry.api.network;

import java.math.BigInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How an IPv6 address is written: the longest run of zeros left out, the first of equal ones. */
final class Ipv6Text {
  private static final int GROUPS = 8;
  private static final int GROUP_MASK = 0xffff;

  private Ipv6Text() {}

  static String of(BigInteger number) {
    int[] groups =
        IntStream.range(0, GROUPS)
            .map(i -> number.shiftRight(Character.SIZE * (GROUPS - 1 - i)).intValue() & GROUP_MASK)
            .toArray();
    int start = 0;
    int longest = 1;
    for (int begin = 0; begin < GROUPS; begin++) {
      int length = zeros(groups, begin);
      if (length > longest) {
        start = begin;
        longest = length;
      }
    }
    return longest == 1
        ? text(groups, 0, GROUPS)
        : text(groups, 0, start) + "::" + text(groups, start + longest, GROUPS);
  }

  private static int zeros(int[] groups, int begin) {
    int end = begin;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - begin;
  }

  private static String text(int[] groups, int begin, int end) {
    return IntStream.range(begin, end)
        .mapToObj(i -> Integer.toHexString(groups[i]))
        .collect(Collectors.joining(":"));
  }
}
