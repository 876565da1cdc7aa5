/** What all routes of the REST API share: versions, pages, the failures they document. */
@NullMarked
package io.gantry.web.api;

import org.jspecify.annotations.NullMarked;
