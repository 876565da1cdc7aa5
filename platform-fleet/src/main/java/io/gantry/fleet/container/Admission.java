package io.gantry.fleet.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.TenantId;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.fleet.quota.Quotas;
import io.gantry.persistence.Json;
import io.gantry.persistence.account.TenantEntity;
import io.gantry.persistence.account.TenantPolicy;
import io.gantry.persistence.account.TenantRepository;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The one place that decides whether a tenant may have a spec. Every way to write one passes here.
 */
@Component
public class Admission {
  private static final int MAXIMUM_SPEC_CHARACTERS = 256 * 1024;

  private final TenantRepository tenants;
  private final Quotas quotas;

  Admission(TenantRepository tenants, Quotas quotas) {
    this.tenants = tenants;
    this.quotas = quotas;
  }

  /**
   * Returns if the tenant may have the spec.
   *
   * @throws GantryException POLICY_DENIED with every field the policy forbids; INVALID_ARGUMENT;
   *     PAYLOAD_TOO_LARGE
   */
  public void admit(TenantId tenant, ContainerSpec spec) {
    requireStorable(spec);
    quotas.requireStated(tenant, spec);
    TenantPolicy policy = policyOf(tenant);
    Map<String, String> denied = PolicyRules.denied(spec, policy);
    if (!denied.isEmpty()) {
      throw GantryException.of(
              ErrorCode.POLICY_DENIED,
              "the policy %s of tenant %s does not allow %s: leave it out or ask a platform admin"
                  .formatted(policy, tenant, String.join(", ", denied.keySet())))
          .at(denied);
    }
  }

  private TenantPolicy policyOf(TenantId tenant) {
    return tenants
        .findById(tenant.value())
        .map(TenantEntity::policy)
        .orElseThrow(
            () ->
                GantryException.of(ErrorCode.NOT_FOUND, "there is no tenant '%s'".formatted(tenant))
                    .about("tenant", tenant));
  }

  private static void requireStorable(ContainerSpec spec) {
    String json = Json.write(spec);
    if (json.length() > MAXIMUM_SPEC_CHARACTERS) {
      throw GantryException.of(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "the spec has %d characters and may have %d"
              .formatted(json.length(), MAXIMUM_SPEC_CHARACTERS));
    }
    if (json.contains("\\u0000") || !UTF_8.newEncoder().canEncode(json)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "a text in the spec holds a character that cannot be stored");
    }
  }
}
