package io.gantry.web.history;

import io.gantry.api.container.ExitCause;
import io.gantry.api.resource.ExitFilter;
import io.gantry.web.api.Labels;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters that narrow what is asked of the ledger, the same for every question. */
record ExitQuery(
    @Parameter(description = "Id, beginning of an id, or name") @Nullable String container,
    @Parameter(description = "Reference as in the container's spec") @Nullable String image,
    @Parameter(description = "Digest of the image's configuration") @Nullable String imageDigest,
    @Parameter(description = "KEY=value the container had; several must all fit")
        @Nullable List<String> label,
    @Parameter(description = "Any of these codes") @Nullable List<Integer> code,
    @Parameter(description = "Only ends with another code than 0 that nobody asked for")
        @Nullable Boolean failed,
    @Parameter(description = "Why it ended") @Nullable ExitCause cause,
    @Parameter(description = "Name or id of the node") @Nullable String node,
    @Parameter(description = "Ended then or later") @Nullable Instant since,
    @Parameter(description = "Ended before then") @Nullable Instant until) {

  ExitFilter filter() {
    return ExitFilter.builder()
        .container(container)
        .image(image)
        .imageDigest(imageDigest)
        .labels(Labels.of(label))
        .codes(code == null ? Set.of() : Set.copyOf(code))
        .failed(Boolean.TRUE.equals(failed))
        .cause(cause)
        .node(node)
        .since(since)
        .until(until)
        .build();
  }
}
