package io.gantry.fleet.secret;

import io.gantry.api.container.ContainerId;
import io.gantry.api.container.SecretSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.persistence.secret.SecretRows;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Keeps secrets there as long as containers need them. */
@Component
public class SecretUses {
  private final SecretRows rows;

  SecretUses(SecretRows rows) {
    this.rows = rows;
  }

  /**
   * Promises its secrets to a container that was just stored.
   *
   * @throws GantryException NOT_FOUND if the tenant has no such secret
   */
  public void add(TenantId tenant, ContainerId container, List<SecretSpec> secrets) {
    TreeSet<String> names =
        secrets.stream().map(SecretSpec::name).collect(Collectors.toCollection(TreeSet::new));
    for (String name : names) {
      if (!rows.use(tenant, name, container)) {
        throw GantryException.of(
                ErrorCode.NOT_FOUND,
                "tenant %s has no secret '%s': make it first".formatted(tenant, name))
            .about("secret", name);
      }
    }
  }
}
