package io.gantry.api.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test only where the host has what it needs; otherwise it is skipped with the missing thing
 * as its reason. The words are {@code root} and names of programs, looked up on the path and in
 * /usr/lib/podman.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ExtendWith(HostCondition.class)
public @interface RequiresHost {
  String[] value();
}
