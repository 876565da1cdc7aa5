package io.gantry.web.history;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.ledger.CrashLoops;
import io.gantry.api.ledger.ExitGroupQuestion;
import io.gantry.api.ledger.ExitGrouping;
import io.gantry.api.ledger.ExitGroups;
import io.gantry.api.ledger.ExitVerdicts;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.exit.ExitStatistics;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what the ledger tells in sum. */
@RestController
@RequestMapping("/api/v1/exits")
@Tag(name = "exits", description = "The exit ledger: how every run of every container ended")
class ExitStatisticsController {
  private final ExitStatistics statistics;

  ExitStatisticsController(ExitStatistics statistics) {
    this.statistics = statistics;
  }

  @GetMapping("/groups")
  @Requires(Permission.EXIT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Count exits",
      description =
          "How many runs ended, failed and ran out of memory, and how long they took, by all that is"
              + " named in 'by' together. Hours and days begin by the clock of the zone, also where"
              + " it is set forward or back. With a time the newest comes first, else the group with"
              + " most runs.")
  ExitGroups groups(
      Caller caller,
      @ParameterObject ExitQuery query,
      @Parameter(description = "What to count by; of MINUTE, HOUR and DAY one at most")
          @RequestParam
          Set<ExitGrouping> by,
      @Parameter(description = "IANA time zone, as Europe/Berlin; else UTC")
          @RequestParam(defaultValue = "UTC")
          String zone,
      @RequestParam(required = false) @Nullable Integer limit) {
    return statistics.groups(
        caller, query.filter(), new ExitGroupQuestion(by, zone(zone), most(limit)));
  }

  @GetMapping("/verdicts")
  @Requires(Permission.EXIT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "Judge images",
      description =
          "How often the runs of each digest fail, against the digest that ran first before it under"
              + " the same reference: BETTER or WORSE only if the interval of the difference (95 of"
              + " 100) leaves no doubt of the sign. Ends by a restart of the host and ends nobody saw"
              + " are not counted. Does not take code, cause and failed.")
  ExitVerdicts verdicts(
      Caller caller,
      @ParameterObject ExitQuery query,
      @RequestParam(required = false) @Nullable Integer limit) {
    return statistics.verdicts(caller, query.filter(), most(limit));
  }

  @GetMapping("/crash-loops")
  @Requires(Permission.EXIT_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List crash loops",
      description =
          "The containers that failed at least twice from since (else a day before the end) to until"
              + " (else now), those with most failures first, with how the latest run ended and"
              + " whether a next one is due. Does not take code, cause and failed.")
  CrashLoops crashLoops(
      Caller caller,
      @ParameterObject ExitQuery query,
      @RequestParam(required = false) @Nullable Integer limit) {
    return statistics.crashLoops(caller, query.filter(), most(limit));
  }

  private static int most(@Nullable Integer limit) {
    return new PageRequest(limit, null).limit();
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "'" + name + "' is no time zone: name it as Europe/Berlin or UTC",
          e);
    }
  }
}
