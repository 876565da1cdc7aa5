package io.gantry.agent.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/** The agent's meters, read when somebody asks. */
public final class AgentMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  public AgentMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** A value that goes up and down, as {@code gantry.agent.streams}. */
  public AgentMetrics gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
    return this;
  }

  /** A value that only grows. */
  public AgentMetrics counter(String name, String description, Supplier<Number> value) {
    FunctionCounter.builder(name, value, source -> source.get().doubleValue())
        .description(description)
        .register(registry);
    return this;
  }

  /** All meters in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }
}
