package io.gantry.engine.image;

import static io.gantry.engine.storage.TarBuilder.aTar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.ImageSummary;
import io.gantry.api.image.RegistryLogin;
import io.gantry.api.image.TransferProgress;
import io.gantry.api.testing.RequiresHost;
import io.gantry.engine.image.FrontProxy.Asked;
import io.gantry.engine.image.FrontProxy.Reply;
import io.gantry.engine.image.document.Platform;
import io.gantry.engine.image.document.RepositoryPrefix;
import io.gantry.engine.image.document.Sha256;
import io.gantry.engine.image.registry.Registries;
import io.gantry.engine.image.registry.RegistryRule;
import io.gantry.engine.image.registry.RegistryRule.Mirror;
import io.gantry.engine.image.signature.TrustPolicy;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where images come from: mirrors, their registry, by tag, digest and platform, for whom. */
@RequiresHost({"root", "docker-registry"})
@Timeout(120)
class SourcesIT {
  private static final TenantId OTHER = new TenantId("other");
  private static final RegistryLogin LOGIN = new RegistryLogin("gantry", "secret");
  private static final Platform S390X = new Platform("s390x", "linux", "");
  private static final byte[] LAYER = aTar().file("a", "text".repeat(1000)).build();

  private final Path directory;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final LocalRegistry registry;
  private final LocalRegistry mirror;

  SourcesIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    registry = LocalRegistry.start(Files.createDirectory(directory.resolve("registry")));
    mirror = LocalRegistry.start(Files.createDirectory(directory.resolve("mirror")));
    open.add(registry);
    open.add(mirror);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @Test
  void takesFromAMirrorWhatKeepsItsOwnName() throws IOException {
    FrontProxy before = proxy(mirror);
    publisher(mirror, "hub/team/app").image("1", LAYER);
    String name = registry.image("team/app:1");

    ImageSummary pulled = pull(room(mirrored(before.host() + "/hub")), name, null);

    assertThat(pulled.names()).containsExactly(name);
    assertThat(before.asked()).isNotEmpty();
  }

  @Test
  void asksTheRegistryWhereTheMirrorHasNothing() {
    publisher(registry, "team/app").image("1", LAYER);

    assertThat(pull(room(mirrored(mirror.host())), registry.image("team/app:1"), null).layers())
        .isEqualTo(1);
  }

  @Test
  void asksTheNextOneWhereAMirrorIsAway() throws IOException {
    FrontProxy away = proxy(mirror);
    away.close();
    publisher(mirror, "team/app").image("1", LAYER);
    Registries registries =
        rule(new Mirror(prefix(away.host()), false), new Mirror(prefix(mirror.host()), false));

    assertThat(pull(room(registries), registry.image("team/app:1"), null).layers()).isEqualTo(1);
  }

  @Test
  void asksTheRegistryForALayerThatTheMirrorSpoils() throws IOException {
    FrontProxy before = proxy(mirror);
    before.spoil(
        (request, forward) -> {
          Reply reply = forward.to(request);
          boolean layer = request.path().endsWith(Sha256.of(LAYER).value());
          return layer ? reply.spoilt(700) : reply;
        });
    publisher(mirror, "team/app").image("1", LAYER);
    publisher(registry, "team/app").image("1", LAYER);

    assertThat(pull(room(mirrored(before.host())), registry.image("team/app:1"), null).layers())
        .isEqualTo(1);
  }

  @Test
  void showsNoMirrorTheLogin() throws IOException {
    LocalRegistry guarded = guarded();
    FrontProxy before = proxy(guarded);
    FrontProxy origin = proxy(guarded);
    new Publisher(guarded, "team/app", "gantry:secret").image("1", LAYER);
    Registries registries =
        new Registries(
            List.of(
                new RegistryRule(
                    prefix(origin.host()),
                    List.of(new Mirror(prefix(before.host()), false)),
                    false,
                    false)));

    pull(room(registries), origin.image("team/app:1"), LOGIN);

    assertThat(before.asked()).isNotEmpty().allMatch(asked -> asked.authorization() == null);
    assertThat(origin.asked()).anyMatch(asked -> asked.authorization() != null);
  }

  @Test
  void showsTheLoginToNobodyTheRegistryRedirectsTo() throws IOException {
    LocalRegistry guarded = guarded();
    new Publisher(guarded, "team/app", "gantry:secret").image("1", LAYER);
    FrontProxy store = proxy(registry);
    publisher(registry, "team/app").image("1", LAYER);
    FrontProxy origin = proxy(guarded);
    origin.spoil(
        (request, forward) ->
            request.isBlob()
                ? Reply.of(307, Map.of("location", "http://" + store.host() + request.path()))
                : forward.to(request));

    pull(room(Registries.DEFAULT), origin.image("team/app:1"), LOGIN);

    assertThat(store.asked()).isNotEmpty().allMatch(asked -> asked.authorization() == null);
    assertThat(origin.asked()).anyMatch(asked -> asked.authorization() != null);
  }

  @Test
  void getsATokenWhereTheRegistryWantsOneAndANewOneWhenItIsOver() throws IOException {
    publisher(registry, "team/app").image("1", LAYER);
    FrontProxy origin = proxy(registry);
    List<String> tokens = new ArrayList<>();
    origin.spoil(
        (request, forward) -> {
          if (request.path().startsWith("/token")) {
            tokens.add(String.valueOf(request.authorization()) + request.path());
            return Reply.of("{\"token\": \"t%d\"}".formatted(tokens.size()));
          }
          boolean known = ("Bearer t" + tokens.size()).equals(request.authorization());
          boolean over = tokens.size() == 1 && request.isBlob();
          return known && !over
              ? forward.to(request.without("authorization"))
              : Reply.of(401, Map.of("www-authenticate", bearer(origin.host())));
        });

    pull(room(Registries.DEFAULT), origin.image("team/app:1"), LOGIN);

    assertThat(tokens).hasSize(2);
    assertThat(tokens.getFirst())
        .startsWith("Basic ")
        .contains("service=test", "scope=repository%3Ateam%2Fapp%3Apull");
  }

  private static String bearer(String host) {
    return "Bearer realm=\"http://%s/token\",service=\"test\",scope=\"repository:team/app:pull\""
        .formatted(host);
  }

  @Test
  void asksNothingOfABlockedRegistry() throws IOException {
    FrontProxy before = proxy(registry);
    publisher(registry, "team/app").image("1", LAYER);
    Registries registries =
        new Registries(List.of(new RegistryRule(prefix(before.host()), List.of(), false, true)));
    ImageRoom room = room(registries);

    assertFails(
        () -> pull(room, before.image("team/app:1"), null), ErrorCode.POLICY_DENIED, before.host());
    ImageSummary other = pull(room, registry.image("team/app:1"), null);
    room.images().tag(TenantId.DEFAULT, other.id().value(), before.image("team/app:2"));
    assertFails(
        () ->
            room.images()
                .push(TenantId.DEFAULT, before.image("team/app:2"), null, TransferProgress.NONE),
        ErrorCode.POLICY_DENIED,
        before.host());
    assertThat(before.asked()).isEmpty();
  }

  @Test
  void takesPlainHttpOnlyWhereTheOwnerSaysSo() throws IOException {
    InetAddress address = ownAddress().orElse(null);
    Assumptions.assumeTrue(address != null, "this host has no address but loopback ones");
    FrontProxy before = FrontProxy.before(registry, Objects.requireNonNull(address));
    open.add(before);
    publisher(registry, "team/app").image("1", LAYER);
    Registries insecure =
        new Registries(List.of(new RegistryRule(prefix(before.host()), List.of(), true, false)));

    assertFails(
        () -> pull(room(Registries.DEFAULT), before.image("team/app:1"), null),
        ErrorCode.REGISTRY,
        "");
    assertThat(before.asked()).isEmpty();
    assertThat(pull(room(insecure), before.image("team/app:1"), null).layers()).isEqualTo(1);
  }

  private static Optional<InetAddress> ownAddress() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address)
        .filter(address -> !address.isLoopbackAddress())
        .findFirst();
  }

  @Test
  void takesWhatTheDigestSaysWhereverTheTagIs() {
    Publisher publisher = publisher(registry, "team/app");
    Digest older = publisher.image("1", LAYER);
    publisher.image("1", aTar().file("b", "newer").build());
    ImageRoom room = room(Registries.DEFAULT);
    String pinned = registry.image("team/app:1@" + older);

    ImageSummary pulled = pull(room, pinned, null);

    assertThat(room.images().inspect(TenantId.DEFAULT, pinned).manifest()).isEqualTo(older);
    assertThat(pulled.names()).containsExactly(registry.image("team/app@" + older));
  }

  @Test
  void takesThisHostsImageFromAnIndex() {
    Publisher publisher = publisher(registry, "team/app");
    Digest own = publisher.image("own", LAYER);
    Digest foreign = publisher.image("foreign", S390X, aTar().file("b", "1").build());
    Digest index = publisher.index("1", Map.of(S390X, foreign, Platform.ofHost(), own));
    ImageRoom room = room(Registries.DEFAULT);

    pull(room, registry.image("team/app@" + index), null);

    assertThat(
            room.images().inspect(TenantId.DEFAULT, registry.image("team/app@" + index)).manifest())
        .isEqualTo(own);
  }

  @Test
  void saysForWhichPlatformsAnImageIs() {
    Publisher publisher = publisher(registry, "team/app");
    Platform arm = new Platform("arm", "linux", "v7");
    Digest one = publisher.image("one", S390X, LAYER);
    Digest two = publisher.image("two", arm, aTar().file("b", "1").build());
    publisher.index("1", Map.of(S390X, one, arm, two));
    ImageRoom room = room(Registries.DEFAULT);

    assertThatThrownBy(() -> pull(room, registry.image("team/app:1"), null))
        .hasMessageContainingAll("linux/s390x", "linux/arm/v7", Platform.ofHost().toString());
    assertFails(() -> pull(room, registry.image("team/app:1"), null), ErrorCode.UNSUPPORTED, "");
    assertFails(
        () -> pull(room, registry.image("team/app:one"), null),
        ErrorCode.UNSUPPORTED,
        "linux/s390x");
  }

  @Test
  void givesNoTenantWhatAnotherOnesLoginOpened() throws IOException {
    LocalRegistry guarded = guarded();
    new Publisher(guarded, "team/app", "gantry:secret").image("1", LAYER);
    ImageRoom room = room(Registries.DEFAULT);
    String name = guarded.image("team/app:1");
    pull(room, name, LOGIN);

    assertFails(() -> room.images().inspect(OTHER, name), ErrorCode.NO_SUCH_IMAGE, "");
    assertFails(() -> pull(room, OTHER, name, null), ErrorCode.REGISTRY, "login");
    assertFails(
        () -> pull(room, OTHER, name, new RegistryLogin("gantry", "guessed")),
        ErrorCode.REGISTRY,
        "login");
    assertThat(room.images().list(OTHER)).isEmpty();
  }

  @Test
  void givesNoTenantALayerForKnowingItsDigest() throws IOException {
    LocalRegistry guarded = guarded();
    new Publisher(guarded, "team/app", "gantry:secret").image("1", LAYER);
    ImageRoom room = room(Registries.DEFAULT);
    pull(room, guarded.image("team/app:1"), LOGIN);
    publisher(registry, "mine").image("1", LAYER);
    FrontProxy own = proxy(registry);
    own.spoil(
        (request, forward) ->
            request.path().endsWith(Sha256.of(LAYER).value())
                ? Reply.of(404, Map.of())
                : forward.to(request));

    assertThatThrownBy(() -> pull(room, OTHER, own.image("mine:1"), null))
        .isInstanceOf(GantryException.class);

    assertThat(own.asked()).anyMatch(Asked::isBlob);
    assertThat(room.images().list(OTHER)).isEmpty();
    assertThat(room.layers().known()).containsExactly(Sha256.of(LAYER));
  }

  private static Publisher publisher(LocalRegistry registry, String repository) {
    return new Publisher(registry, repository);
  }

  private LocalRegistry guarded() throws IOException {
    LocalRegistry guarded =
        LocalRegistry.startWithLogin(Files.createDirectory(directory.resolve("guarded")));
    open.add(guarded);
    return guarded;
  }

  private FrontProxy proxy(LocalRegistry behind) throws IOException {
    FrontProxy proxy = FrontProxy.before(behind);
    open.add(proxy);
    return proxy;
  }

  private ImageRoom room(Registries registries) {
    ImageRoom room =
        new ImageRoom(
            directory.resolve("room" + open.size()),
            new ImageSources(registries, TrustPolicy.DEFAULT));
    open.add(room);
    return room;
  }

  private Registries mirrored(String location) {
    return rule(new Mirror(prefix(location), false));
  }

  private Registries rule(Mirror... mirrors) {
    return new Registries(
        List.of(new RegistryRule(prefix(registry.host()), List.of(mirrors), false, false)));
  }

  private static RepositoryPrefix prefix(String text) {
    return new RepositoryPrefix(text);
  }

  private static ImageSummary pull(ImageRoom room, String name, @Nullable RegistryLogin login) {
    return pull(room, TenantId.DEFAULT, name, login);
  }

  private static ImageSummary pull(
      ImageRoom room, TenantId tenant, String name, @Nullable RegistryLogin login) {
    return room.images().pull(tenant, name, login, TransferProgress.NONE);
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(GantryException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(words);
  }
}
