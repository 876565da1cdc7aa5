package io.gantry.fleet.report;

import io.gantry.api.container.TenantId;
import io.gantry.api.node.Report;
import io.gantry.api.node.Report.Images;
import io.gantry.persistence.account.TenantRepository;
import io.gantry.persistence.node.NodeImageRows;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Keeps the newest list of the images each tenant has on the node. */
@Component
class ImageReports {
  private final NodeImageRows rows;
  private final TenantRepository tenants;

  ImageReports(NodeImageRows rows, TenantRepository tenants) {
    this.rows = rows;
    this.tenants = tenants;
  }

  void apply(Reported reported) {
    Map<TenantId, Images> newest = new TreeMap<>();
    reported.bodies(Report::images).forEach(images -> newest.put(images.tenant(), images));
    newest.forEach(
        (tenant, images) -> {
          if (tenants.existsById(tenant.value())) {
            rows.replace(reported.node().id(), tenant, images.images());
          }
        });
  }
}
