package io.gantry.engine.image;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.ManifestListTemplate;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import com.google.cloud.tools.jib.registry.RegistryAliasGroup;
import com.google.cloud.tools.jib.registry.RegistryClient;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.Digest;
import io.gantry.api.image.RegistryLogin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One repository of a registry, through jib's client. An edge: it translates. Plain HTTP and
 * certificates that cannot be verified are taken from this host itself only.
 */
final class Registry implements AutoCloseable {
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.\\d+\\.\\d+\\.\\d+)(:\\d+)?");

  private final ImageName name;
  private final FailoverHttpClient http;
  private final RegistryClient client;
  private final boolean hasLogin;

  /** What a tag stands for, on one platform. */
  record Found(Manifest manifest, Digest digest) {}

  /** A call of the client's. */
  private interface Call<T> {
    T run() throws IOException, RegistryException, DigestException;
  }

  private Registry(ImageName name, @Nullable RegistryLogin login) {
    this.name = name;
    boolean local = LOOPBACK.matcher(name.registry()).matches();
    http = new FailoverHttpClient(local, local, event -> {});
    RegistryClient.Factory factory =
        RegistryClient.factory(EventHandlers.NONE, name.registry(), name.repository(), http)
            .setUserAgent("gantry");
    if (login != null) {
      factory.setCredential(Credential.from(login.username(), login.password()));
    }
    hasLogin = login != null;
    client = factory.newRegistryClient();
  }

  /** Reaches the repository to read from it. */
  static Registry toPull(ImageName name, @Nullable RegistryLogin login) {
    Registry registry = new Registry(name, login);
    registry.authenticate(registry.client::doPullBearerAuth);
    return registry;
  }

  /** Reaches the repository to write to it. */
  static Registry toPush(ImageName name, @Nullable RegistryLogin login) {
    Registry registry = new Registry(name, login);
    registry.authenticate(registry.client::doPushBearerAuth);
    return registry;
  }

  private void authenticate(Call<Boolean> withToken) {
    boolean done = false;
    try {
      var unused = call(this::address);
      boolean byToken = call(withToken);
      if (!byToken && hasLogin) {
        client.configureBasicAuth();
      }
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /**
   * Finds the registry's address. The client would ask for an unknown one again and again for many
   * minutes.
   */
  private InetAddress address() throws UnknownHostException {
    boolean byProxy = System.getProperty("https.proxyHost") != null;
    String host = URI.create("https://" + RegistryAliasGroup.getHost(name.registry())).getHost();
    return byProxy || host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
  }

  /** Looks a tag or digest up; an index is followed to the platform's manifest. */
  Found find(Platform platform) {
    ManifestAndDigest<ManifestTemplate> top = pull(name.qualifier());
    if (!(top.getManifest() instanceof ManifestListTemplate index)) {
      return found(top);
    }
    List<String> digests = index.getDigestsForPlatform(platform.architecture(), platform.os());
    if (digests.isEmpty()) {
      throw ImageInvalid.because("it exists for other platforms than " + platform);
    }
    return found(pull(digests.getFirst()));
  }

  private ManifestAndDigest<ManifestTemplate> pull(String qualifier) {
    ManifestAndDigest<ManifestTemplate> pulled = call(() -> client.pullManifest(qualifier));
    if (qualifier.startsWith("sha256:") && !qualifier.equals(pulled.getDigest().toString())) {
      throw ImageInvalid.because("what it calls " + qualifier + " is something else");
    }
    return pulled;
  }

  private static Found found(ManifestAndDigest<ManifestTemplate> pulled) {
    if (!(pulled.getManifest() instanceof BuildableManifestTemplate manifest)) {
      throw ImageInvalid.because("its manifest is of a kind no longer in use");
    }
    BuildableManifestTemplate.ContentDescriptorTemplate config =
        manifest.getContainerConfiguration();
    if (config == null || manifest.getLayers() == null) {
      throw ImageInvalid.because("its manifest is of a kind without configuration and layers");
    }
    List<Manifest.Descriptor> layers = new ArrayList<>();
    manifest.getLayers().forEach(layer -> layers.add(descriptor(layer)));
    return new Found(
        new Manifest(descriptor(config), layers), new Digest(pulled.getDigest().toString()));
  }

  private static Manifest.Descriptor descriptor(
      BuildableManifestTemplate.ContentDescriptorTemplate part) {
    if (part.getDigest() == null) {
      throw ImageInvalid.because("its manifest names something without a digest");
    }
    Digest digest = new Digest(part.getDigest().toString());
    return new Manifest.Descriptor("", digest, part.getSize());
  }

  /**
   * Fetches something short.
   *
   * @throws GantryException IMAGE_INVALID if it is long or not what it is called
   */
  byte[] fetch(Manifest.Descriptor part) {
    if (part.size() > Documents.MAX_BYTES) {
      throw ImageInvalid.because("a part of it is longer than " + Documents.MAX_BYTES + " bytes");
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    fetch(part, content, bytes -> {});
    return content.toByteArray();
  }

  /** Fetches something; as much as was announced, and what was announced. */
  void fetch(Manifest.Descriptor part, OutputStream destination, LongConsumer progress) {
    AnnouncedOutput checked = new AnnouncedOutput(destination, part);
    call(
        () -> {
          Blob blob = client.pullBlob(digest(part.digest()), size -> {}, progress::accept);
          return blob.writeTo(checked);
        });
    checked.verify();
  }

  /** Sends a file, unless the registry has it. */
  void send(Digest digest, Path file, LongConsumer progress) {
    send(digest, Blobs.from(file), progress);
  }

  void send(byte[] content) {
    send(Sha256.of(content), Blobs.from(out -> out.write(content), true), bytes -> {});
  }

  private void send(Digest digest, Blob blob, LongConsumer progress) {
    call(
        () ->
            client.checkBlob(digest(digest)).isPresent()
                || client.pushBlob(digest(digest), blob, null, progress::accept));
  }

  /** Makes the image known by its tag. */
  Digest send(Manifest manifest) {
    return call(
        () -> {
          OciManifestTemplate template = new OciManifestTemplate();
          Manifest.Descriptor config = manifest.config();
          template.setContainerConfiguration(config.size(), digest(config.digest()));
          for (Manifest.Descriptor layer : manifest.layers()) {
            template.addLayer(layer.size(), digest(layer.digest()));
          }
          return new Digest(client.pushManifest(template, name.qualifier()).toString());
        });
  }

  private <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (IOException | RegistryException | DigestException e) {
      throw RegistryFailure.of(name, e);
    }
  }

  private static DescriptorDigest digest(Digest digest) throws DigestException {
    return DescriptorDigest.fromDigest(digest.value());
  }

  @Override
  public void close() {
    try {
      http.shutDown();
    } catch (IOException e) {
      throw RegistryFailure.of(name, e);
    }
  }
}
