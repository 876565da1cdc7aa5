package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.refused;

import io.gantry.api.error.ErrorCode;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.spec.UserLookup;
import java.util.List;
import java.util.stream.Stream;

/** Users that are no ids. */
final class UserIdCases {
  private UserIdCases() {}

  static Area area() {
    List<Case> cases =
        Stream.of(
                "2147483648",
                "4294967295",
                "4294967296",
                "18446744073709551616",
                "9".repeat(5000),
                "-1",
                "-0",
                "+1",
                "0x10",
                "1e3",
                "1_000",
                " 1",
                "1 ",
                "\u0663",
                "1:4294967296",
                "1:-1",
                "1:0x1",
                "1:",
                "1:2:3",
                "0\n0",
                "a\0b",
                "x".repeat(257))
            .map(UserIdCases::asked)
            .toList();
    return new Area("user ids", Area.Needs.NOTHING, cases);
  }

  private static Case asked(String user) {
    return Case.planted(
            "user " + NameCases.shown(user), g -> g.file("etc/passwd", "root:x:0:0::/:\n"))
        .when("it is looked up", g -> UserLookup.in(g.root()).resolve(user))
        .then(refused(ErrorCode.INVALID_ARGUMENT));
  }
}
