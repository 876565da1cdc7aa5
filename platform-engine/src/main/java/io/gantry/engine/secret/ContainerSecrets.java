package io.gantry.engine.secret;

import io.gantry.api.container.SecretSpec;
import io.gantry.api.container.SecretSpec.Kind;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.linux.AtomicFile;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.IdMaps;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What containers get of their tenant's secrets. A mounted secret is copied when the container is
 * created, sealed as in the store; its plain text exists in the run directory on tmpfs only, from
 * init on. A variable is read at each init and exec.
 */
public final class ContainerSecrets {
  private static final String COPIES = "secrets";
  private static final int OWNER_ONLY = 0600;
  private static final int LONGEST_COPY = 1 << 20;

  private final Secrets secrets;

  public ContainerSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Copies the mounted secrets into the container's bundle (SECRETS-1).
   *
   * @throws GantryException NOT_FOUND if the tenant has no such secret here
   */
  public void keepCopies(ContainerConfig config) {
    try {
      for (SecretSpec secret : config.spec().secrets()) {
        byte[] data = secrets.read(config.tenant(), secret.name());
        if (secret.kind() == Kind.MOUNT) {
          Path copy = copy(config, secret);
          Files.createDirectories(copy.getParent());
          AtomicFile.write(copy, secrets.key().seal(data, place(config, secret)), OWNER_ONLY);
        }
      }
    } catch (IOException e) {
      throw failure(config, e);
    }
  }

  /**
   * Writes the plain files of a run.
   *
   * @return destination in the container to source on the host
   * @throws GantryException INVALID_ARGUMENT for an owner that is not mapped, before anything is
   *     written (SECRETS-2)
   */
  public Map<String, Path> mounts(ContainerConfig config) {
    IdMaps maps = config.ids();
    List<SecretSpec> mounted =
        config.spec().secrets().stream().filter(secret -> secret.kind() == Kind.MOUNT).toList();
    if (mounted.isEmpty()) {
      return Map.of();
    }
    List<SecretFile> files = mounted.stream().map(secret -> SecretFile.of(secret, maps)).toList();
    SecretDirectory directory = new SecretDirectory(config.runDir(), maps);
    Map<String, Path> sources = new LinkedHashMap<>();
    try {
      directory.make();
      for (SecretFile file : files) {
        byte[] data =
            secrets.key().open(sealed(config, file.secret()), place(config, file.secret()));
        sources.putAll(directory.write(file, data));
      }
      return sources;
    } catch (IOException e) {
      throw failure(config, e);
    }
  }

  /** The variables of a process, by name; never kept anywhere (SECRETS-5). */
  public Map<String, String> variables(ContainerConfig config) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (SecretSpec secret : config.spec().secrets()) {
      if (secret.kind() == Kind.ENVIRONMENT) {
        byte[] data = secrets.read(config.tenant(), secret.name());
        variables.put(secret.destination(), text(secret, data));
      }
    }
    return variables;
  }

  private static String text(SecretSpec secret, byte[] data) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      throw noText(secret); // the cause may show some of it
    }
    throw noText(secret);
  }

  private static GantryException noText(SecretSpec secret) {
    return GantryException.of(
            ErrorCode.INVALID_ARGUMENT, "the secret is no text, which a variable needs: mount it")
        .about("secret", secret.name());
  }

  private static Path copy(ContainerConfig config, SecretSpec secret) {
    return config.staticDir().resolve(COPIES).resolve(secret.name());
  }

  private static byte[] sealed(ContainerConfig config, SecretSpec secret) throws IOException {
    try (Directory copies = Directory.open(config.staticDir().resolve(COPIES))) {
      return copies.readRegularFile(secret.name(), LONGEST_COPY);
    }
  }

  private static String place(ContainerConfig config, SecretSpec secret) {
    return config.id().value() + "/" + secret.name();
  }

  private static GantryException failure(ContainerConfig config, IOException cause) {
    return GantryException.of(ErrorCode.INTERNAL, "its secrets cannot be written", cause)
        .about("container", config.id());
  }
}
