package io.gantry.engine.hostile.cases;

import static io.gantry.engine.hostile.Expected.done;
import static io.gantry.engine.hostile.Expected.insideOrRefused;
import static io.gantry.engine.hostile.Expected.refused;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.hostile.Area;
import io.gantry.engine.hostile.Case;
import io.gantry.engine.hostile.Case.Plant;
import io.gantry.engine.hostile.Case.Planted;
import io.gantry.engine.hostile.Expected;
import io.gantry.engine.hostile.Ground;
import io.gantry.engine.hostile.Limits;
import io.gantry.engine.linux.DeviceNumber;
import io.gantry.engine.linux.FileType;
import io.gantry.engine.spec.AccountEntries;
import io.gantry.engine.spec.ResolvedUser;
import io.gantry.engine.spec.SpecRequests;
import io.gantry.engine.spec.UserLookup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an image may put in the place of its account files. */
final class AccountCases {
  private static final DeviceNumber ZERO = new DeviceNumber(1, 5);
  private static final DeviceNumber DISK = new DeviceNumber(259, 0);
  private static final int LONGEST = 4 << 20;

  private AccountCases() {}

  static Area area() {
    List<Case> cases = new ArrayList<>();
    for (String file : List.of("etc/passwd", "etc/group")) {
      noFiles(file).forEach(planted -> cases.add(lookedUp(planted, refused(invalid()))));
      harmless(file).forEach(planted -> cases.add(lookedUp(planted, nobody())));
      noFiles(file).forEach(planted -> cases.add(named(planted)));
    }
    for (LinkKind kind : LinkKind.values()) {
      Planted planted = planted(kind + " at /etc", g -> kind.plant(g, "etc", "etc"));
      cases.add(lookedUp(planted, kind == LinkKind.LOOP ? refused(invalid()) : nobody()));
      cases.add(named(planted));
    }
    return new Area("accounts: /etc/passwd and /etc/group", Area.Needs.ROOT, cases);
  }

  private static ErrorCode invalid() {
    return ErrorCode.IMAGE_INVALID;
  }

  /** What is no file of a reasonable size. */
  private static List<Planted> noFiles(String file) {
    return List.of(
        planted("a FIFO at /" + file, g -> g.node(file, FileType.FIFO, DeviceNumber.NONE)),
        planted("a socket at /" + file, g -> g.node(file, FileType.SOCKET, DeviceNumber.NONE)),
        planted("/dev/zero at /" + file, g -> g.node(file, FileType.CHARACTER_DEVICE, ZERO)),
        planted("a disk at /" + file, g -> g.node(file, FileType.BLOCK_DEVICE, DISK)),
        planted("a directory at /" + file, g -> g.directory(file)),
        planted("a terabyte of hole at /" + file, g -> g.hole(file, 1L << 40)),
        planted("a loop of links at /" + file, g -> LinkKind.LOOP.plant(g, file, "passwd")));
  }

  /** What names nobody of the container, and nobody of the host. */
  private static List<Planted> harmless(String file) {
    String name = file.substring("etc/".length());
    return List.of(
        planted("one line of 4 MiB at /" + file, g -> g.file(file, "x".repeat(LONGEST))),
        planted("a million empty lines at /" + file, g -> g.file(file, "\n".repeat(1_000_000))),
        planted("an absolute link at /" + file, g -> LinkKind.ABSOLUTE.plant(g, file, name)),
        planted("a climbing link at /" + file, g -> LinkKind.CLIMBING.plant(g, file, name)),
        planted("a chain of links at /" + file, g -> LinkKind.CHAINED.plant(g, file, name)),
        planted("a dangling link at /" + file, g -> LinkKind.DANGLING.plant(g, file, name)),
        planted(
            "ids beyond 32 bits, negative and hexadecimal in /" + file,
            g -> g.file(file, "7:x:4294967303:4294967303::/:\n7:x:-7:-7::/:\n7:x:0x7:0x7::/:\n")));
  }

  private static Planted planted(String what, Plant plant) {
    return Case.planted(what, plant);
  }

  private static Case lookedUp(Planted planted, Expected expected) {
    return planted
        .when("user 7:8 is looked up", g -> UserLookup.in(g.root()).resolve("7:8"))
        .then(expected)
        .within(Limits.SMALL);
  }

  private static Expected nobody() {
    return done(
        "is nobody known",
        (ground, user) ->
            LayerCases.require(
                user.equals(new ResolvedUser(7, 8, List.of(8L), "/", false, false)),
                "was " + user));
  }

  private static Case named(Planted planted) {
    return planted
        .when("its user is given a name", AccountCases::addEntries)
        .then(insideOrRefused())
        .within(Limits.SMALL);
  }

  private static @Nullable Object addEntries(Ground ground) {
    ResolvedUser unknown = new ResolvedUser(4711, 42, List.of(42L), "/", false, false);
    ContainerSpec spec = ContainerSpec.builder("image").build();
    AccountEntries.add(SpecRequests.config(spec, ImageConfig.EMPTY), ground.root(), unknown);
    return null;
  }
}
