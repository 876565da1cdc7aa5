package io.gantry.engine.volume;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.state.VolumeRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Records of volumes that are not stored yet.
 *
 * @param home the engine's directory on disk
 * @param random gives them their ids
 */
record NewVolumes(Path home, Clock clock, RandomGenerator random) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");
  private static final int ID_BYTES = 32;

  VolumeRecord named(TenantId tenant, String name) {
    return volume(tenant, requireName(name), false);
  }

  /** One with a random name. */
  VolumeRecord anonymous(TenantId tenant) {
    return volume(tenant, randomId(), true);
  }

  private VolumeRecord volume(TenantId tenant, String name, boolean anonymous) {
    String id = randomId();
    return new VolumeRecord(
        id,
        tenant,
        name,
        clock.instant(),
        VolumeDirectories.data(home, tenant, id),
        anonymous,
        true,
        true);
  }

  String randomId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "a volume's name begins with a letter or digit and has up to 128 of them, '_', '.', '-'");
    }
    return name;
  }
}
