package io.gantry.fleet.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.SecretSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.resource.ContainerResource;
import io.gantry.api.resource.CreateContainer;
import io.gantry.api.secret.CreateSecret;
import io.gantry.api.secret.SecretValues.SecretValue;
import io.gantry.fleet.container.ContainerService;
import io.gantry.fleet.testing.Fleet;
import io.gantry.fleet.testing.FleetTest;
import io.gantry.fleet.testing.Together;
import io.gantry.persistence.fence.Fence;
import io.gantry.persistence.fence.PlatformWork;
import io.gantry.persistence.fence.Scope;
import io.gantry.persistence.secret.Sealed;
import io.gantry.persistence.secret.SealedKeyRows;
import io.gantry.persistence.secret.SecretRows;
import io.gantry.security.Caller;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@FleetTest
class SecretIT {
  private static final Scope HOUSEKEEPING = new Scope.Platform(PlatformWork.HOUSEKEEPING);
  private static final int ROUNDS = 20;
  private static final byte[] DATA = "open sesame".getBytes(UTF_8);
  private static final String FRESH =
      Base64.getEncoder().encodeToString("f".repeat(32).getBytes(UTF_8));

  private final Fleet fleet;
  private final ContainerService containers;
  private final SecretService secrets;
  private final NodeSecrets nodeSecrets;
  private final SecretRows rows;
  private final PlatformKeys platformKeys;
  private final SealedKeyRows platformRows;
  private final SecretSettings settings;
  private final Fence fence;

  private Caller caller;
  private String node;

  @Autowired
  SecretIT(
      Fleet fleet,
      ContainerService containers,
      SecretService secrets,
      NodeSecrets nodeSecrets,
      SecretRows rows,
      PlatformKeys platformKeys,
      SealedKeyRows platformRows,
      SecretSettings settings,
      Fence fence) {
    this.fleet = fleet;
    this.containers = containers;
    this.secrets = secrets;
    this.nodeSecrets = nodeSecrets;
    this.rows = rows;
    this.platformKeys = platformKeys;
    this.platformRows = platformRows;
    this.settings = settings;
    this.fence = fence;
  }

  @BeforeEach
  void enrolANode() {
    caller = fleet.tenant();
    node = fleet.node().nodeId();
  }

  @Test
  void isSealedAnewWithTheFirstKeyAndOpensAsBefore() {
    secrets.create(caller, new CreateSecret("token", DATA));
    ContainerResource container = container("token");
    SecretKeys both = keys(FRESH + " " + settings.keys());
    SecretKeys fresh = keys(FRESH);
    byte[] platformKey = platformKeys.find("test").orElseThrow();

    sealAnew(both);

    List<Sealed> sealed = fence.within(HOUSEKEEPING, () -> rows.ofContainer(node, container.id()));
    assertThat(
            fence.within(
                HOUSEKEEPING, () -> platformRows.sealedOtherwise(fresh.sealing().orElseThrow())))
        .isEmpty();
    assertThat(sealed)
        .singleElement()
        .satisfies(one -> assertThat(fresh.open(one)).isEqualTo(DATA));
    SecretKeys back = keys(settings.keys() + " " + FRESH);
    sealAnew(back);
    assertThat(nodeSecrets.of(node, container.id()).secrets())
        .singleElement()
        .extracting(SecretValue::data)
        .isEqualTo(DATA);
    assertThat(platformKeys.find("test")).hasValue(platformKey);
  }

  @Test
  void isEitherRemovedOrUsed() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String name = "token-" + round;
      secrets.create(caller, new CreateSecret(name, DATA));
      List<Optional<ErrorCode>> codes =
          Together.run(
              2,
              number ->
                  () ->
                      failure(
                          number == 0
                              ? () -> container(name)
                              : () -> secrets.remove(caller, name)));

      assertThat(codes)
          .isIn(
              List.of(Optional.of(ErrorCode.NOT_FOUND), Optional.empty()),
              List.of(Optional.empty(), Optional.of(ErrorCode.DEPENDENCY_EXISTS)));
    }
  }

  private static Optional<ErrorCode> failure(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (GantryException e) {
      return Optional.of(e.code());
    }
  }

  /** A container of the secret's name. */
  private ContainerResource container(String secret) {
    return containers.create(
        caller,
        new CreateContainer(
            ContainerSpec.builder("demo:1")
                .name(secret)
                .secrets(SecretSpec.mounted(secret))
                .build(),
            false,
            node));
  }

  private void sealAnew(SecretKeys keys) {
    fence.run(HOUSEKEEPING, () -> new Resealing(rows, platformRows, keys).run());
  }

  private static SecretKeys keys(String text) {
    return new SecretKeys(new SecretSettings(text), new SecureRandom());
  }
}
