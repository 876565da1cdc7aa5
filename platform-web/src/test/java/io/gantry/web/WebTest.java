package io.gantry.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** Runs the whole control plane on a free port, over a real PostgreSQL. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.hikari.maximum-pool-size=12",
      "server.forward-headers-strategy=native",
      "gantry.stream.dial-timeout=2s",
      "gantry.stream.ping-interval=500ms",
      "gantry.rate.per-credential=100000",
      "gantry.fleet.lost-after=5m",
      "gantry.doctor.never-reported=0s"
    })
@ContextConfiguration(initializers = DatabaseOfTests.class)
@Import(Installation.class)
public @interface WebTest {}
