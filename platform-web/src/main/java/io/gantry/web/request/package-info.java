/** What is known of every request: its id and where it came from. */
@NullMarked
package io.gantry.web.request;

import org.jspecify.annotations.NullMarked;
