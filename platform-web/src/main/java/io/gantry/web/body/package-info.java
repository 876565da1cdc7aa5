/** What is checked of a request's body before its route: its length, its fields, its repetition. */
@NullMarked
package io.gantry.web.body;

import org.jspecify.annotations.NullMarked;
