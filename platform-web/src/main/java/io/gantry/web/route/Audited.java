package io.gantry.web.route;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the audit log names what is done by a route. A route that requires a permission needs none:
 * its permission is the name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Audited {
  /** {@code resource:verb}. */
  String value();

  /** Whether the route notes itself who was refused, as only it knows who was meant. */
  boolean notesRefusals() default false;
}
