package io.gantry.engine.image.registry;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.OciManifestTemplate;
import com.google.cloud.tools.jib.registry.RegistryAliasGroup;
import com.google.cloud.tools.jib.registry.RegistryClient;
import io.gantry.api.image.Digest;
import io.gantry.api.image.RegistryLogin;
import io.gantry.engine.image.document.ImageName;
import io.gantry.engine.image.document.Manifest;
import io.gantry.engine.image.document.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Sends to one repository of a registry, through jib's client. An edge: it translates. */
public final class RegistryPush implements AutoCloseable {
  private final ImageName name;
  private final FailoverHttpClient http;
  private final RegistryClient client;
  private final boolean hasLogin;

  /** A call of the client's. */
  private interface Call<T> {
    T run() throws IOException, RegistryException, DigestException;
  }

  private RegistryPush(ImageName name, boolean insecure, @Nullable RegistryLogin login) {
    this.name = name;
    http = new FailoverHttpClient(insecure, insecure, event -> {});
    RegistryClient.Factory factory =
        RegistryClient.factory(EventHandlers.NONE, name.registry(), name.repository(), http)
            .setUserAgent("gantry");
    if (login != null) {
      factory.setCredential(Credential.from(login.username(), login.password()));
    }
    hasLogin = login != null;
    client = factory.newRegistryClient();
  }

  /** Reaches the repository to write to it. */
  static RegistryPush begin(ImageName name, boolean insecure, @Nullable RegistryLogin login) {
    RegistryPush push = new RegistryPush(name, insecure, login);
    push.authenticate(push.client::doPushBearerAuth);
    return push;
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

  /** Sends a file, unless the registry has it. */
  public void send(Digest digest, Path file, LongConsumer progress) {
    send(digest, Blobs.from(file), progress);
  }

  public void send(byte[] content) {
    send(Sha256.of(content), Blobs.from(out -> out.write(content), true), bytes -> {});
  }

  private void send(Digest digest, Blob blob, LongConsumer progress) {
    call(
        () ->
            client.checkBlob(digest(digest)).isPresent()
                || client.pushBlob(digest(digest), blob, null, progress::accept));
  }

  /** Makes the image known by its tag. */
  public Digest send(Manifest manifest) {
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
