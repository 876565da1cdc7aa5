package io.gantry.web.alert;

import io.gantry.api.alert.AlertMessage;
import io.gantry.api.alert.AlertResource;
import io.gantry.api.alert.AlertSecret;
import io.gantry.api.alert.CreateAlert;
import io.gantry.api.alert.DeliveryResource;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.alert.AlertService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes and shows alerts. */
@RestController
@RequestMapping("/api/v1/alerts")
@Tag(name = "alerts", description = "Rules on the exit ledger that call a URL")
class AlertController {
  private final AlertService alerts;

  AlertController(AlertService alerts) {
    this.alerts = alerts;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.ALERT_CREATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.NAME_DUPLICATE,
    ErrorCode.QUOTA_EXCEEDED,
    ErrorCode.UNSUPPORTED
  })
  @Operation(
      summary = "Create an alert",
      description =
          "Calls the URL for each end that fits, or for so many of them within the window. The secret"
              + " signs the calls and cannot be shown again.")
  ResponseEntity<AlertSecret> create(Caller caller, @RequestBody CreateAlert wish) {
    AlertSecret made = alerts.create(caller, wish);
    return ResponseEntity.created(URI.create("/api/v1/alerts/" + wish.name())).body(made);
  }

  @GetMapping
  @Requires(Permission.ALERT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(summary = "List alerts", description = "By name, a page at a time.")
  Page<AlertResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return alerts.list(caller, new PageRequest(limit, cursor));
  }

  @GetMapping("/{name}")
  @Requires(Permission.ALERT_READ)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(summary = "Show an alert", description = "By its name.")
  AlertResource get(Caller caller, @PathVariable String name) {
    return alerts.get(caller, name);
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.ALERT_REMOVE)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Remove an alert",
      description = "With its calls; those that wait are not made any more.")
  void remove(Caller caller, @PathVariable String name) {
    alerts.remove(caller, name);
  }

  @PostMapping("/{name}/enable")
  @Requires(Permission.ALERT_UPDATE)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Enable an alert",
      description = "Lets one count and call again that was disabled because its calls failed.")
  AlertResource enable(Caller caller, @PathVariable String name) {
    return alerts.enable(caller, name);
  }

  @PostMapping("/{name}/secret")
  @Requires(Permission.ALERT_UPDATE)
  @Fails({ErrorCode.NOT_FOUND, ErrorCode.UNSUPPORTED})
  @Operation(
      summary = "Renew an alert's secret",
      description = "Signs all calls from now on with a new secret, which cannot be shown again.")
  AlertSecret renewSecret(Caller caller, @PathVariable String name) {
    return alerts.renewSecret(caller, name);
  }

  @PostMapping("/{name}/test")
  @Requires(Permission.ALERT_UPDATE)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Test an alert",
      description =
          "Has the URL called without an exit, after the calls that wait; its deliveries say how it went.")
  AlertMessage test(Caller caller, @PathVariable String name) {
    return alerts.test(caller, name);
  }

  @GetMapping("/{name}/deliveries")
  @Requires(Permission.ALERT_READ)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "List deliveries",
      description = "The calls of an alert with all their attempts, the newest first.")
  Page<DeliveryResource> deliveries(
      Caller caller,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return alerts.deliveries(caller, name, new PageRequest(limit, cursor));
  }

  @PostMapping("/{name}/deliveries/{delivery}/redeliver")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Requires(Permission.ALERT_UPDATE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "Redeliver",
      description = "Has a call made again, under the same id and with the same body.")
  void redeliver(Caller caller, @PathVariable String name, @PathVariable UUID delivery) {
    alerts.redeliver(caller, name, delivery);
  }
}
