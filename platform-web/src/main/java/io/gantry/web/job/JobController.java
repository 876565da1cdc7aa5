package io.gantry.web.job;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.job.CreateJob;
import io.gantry.api.job.JobResource;
import io.gantry.api.job.JobRunResource;
import io.gantry.api.job.JobState;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import io.gantry.fleet.container.Target;
import io.gantry.fleet.job.JobService;
import io.gantry.security.Caller;
import io.gantry.security.Permission;
import io.gantry.security.Requires;
import io.gantry.web.api.Fails;
import io.gantry.web.api.Versions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, shows, ends and removes jobs. */
@RestController
@RequestMapping("/api/v1/jobs")
@Tag(name = "jobs", description = "Containers run until enough of them ended well")
class JobController {
  private final JobService jobs;

  JobController(JobService jobs) {
    this.jobs = jobs;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Permission.JOB_CREATE)
  @Fails({
    ErrorCode.INVALID_ARGUMENT,
    ErrorCode.POLICY_DENIED,
    ErrorCode.NAME_DUPLICATE,
    ErrorCode.IDEMPOTENCY_MISMATCH
  })
  @Operation(
      summary = "Run a job",
      description =
          "Runs containers of the spec until as many as it wants ended with code 0, within its"
              + " retries and its deadline. It is durable when answered, and begins then. Quota and"
              + " room on the nodes are asked for with each container: the job's status has what"
              + " stands in the way. Send an Idempotency-Key to repeat the request without harm.")
  ResponseEntity<JobResource> create(Caller caller, @RequestBody CreateJob wish) {
    JobResource made = jobs.create(caller, wish);
    return ResponseEntity.created(URI.create("/api/v1/jobs/" + made.name()))
        .eTag(Versions.tag(made.version()))
        .body(made);
  }

  @GetMapping
  @Requires(Permission.JOB_READ)
  @Fails(ErrorCode.INVALID_ARGUMENT)
  @Operation(
      summary = "List jobs",
      description = "The newest first, a page at a time; with a state, those in it.")
  Page<JobResource> list(
      Caller caller,
      @RequestParam(required = false) @Nullable JobState state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return jobs.list(caller, state, new PageRequest(limit, cursor));
  }

  @GetMapping("/{name}")
  @Requires(Permission.JOB_READ)
  @Fails(ErrorCode.NOT_FOUND)
  @Operation(
      summary = "Show a job",
      description =
          "By its name. The ETag is the version of what the user wants; how far it is does not"
              + " change it.")
  ResponseEntity<JobResource> get(Caller caller, @PathVariable String name) {
    return tagged(HttpStatus.OK, jobs.get(caller, name));
  }

  @GetMapping("/{name}/runs")
  @Requires(Permission.JOB_READ)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND})
  @Operation(
      summary = "List the runs of a job",
      description =
          "The newest first, a page at a time. The exit ledger has each under its container, also"
              + " when the job is gone.")
  Page<JobRunResource> runs(
      Caller caller,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return jobs.runs(caller, name, new PageRequest(limit, cursor));
  }

  @PostMapping("/{name}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.JOB_CANCEL)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.PRECONDITION_FAILED})
  @Operation(
      summary = "Cancel a job",
      description =
          "Nothing more is started, and what runs is stopped within its own time. Of a job that has"
              + " ended nothing changes.")
  ResponseEntity<JobResource> cancel(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return tagged(
        HttpStatus.ACCEPTED, jobs.cancel(caller, new Target(name, Versions.expected(ifMatch))));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Permission.JOB_REMOVE)
  @Fails({ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.PRECONDITION_FAILED})
  @Operation(
      summary = "Remove a job",
      description =
          "With all its containers, which are stopped before within their own time; until those are"
              + " asked for it is listed. What is in the exit ledger stays.")
  ResponseEntity<JobResource> remove(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    return tagged(
        HttpStatus.ACCEPTED, jobs.remove(caller, new Target(name, Versions.expected(ifMatch))));
  }

  private static ResponseEntity<JobResource> tagged(HttpStatus status, JobResource job) {
    return ResponseEntity.status(status).eTag(Versions.tag(job.version())).body(job);
  }
}
