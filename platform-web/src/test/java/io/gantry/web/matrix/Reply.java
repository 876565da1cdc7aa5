package io.gantry.web.matrix;

/**
 * What came back.
 *
 * @param body of a refusal; empty otherwise
 */
record Reply(int status, String body) {
  /** The same whatever object was named: without its name, times and the request's id. */
  Reply about(String object) {
    String text = body.replaceAll("\"(requestId|instance)\":\"[^\"]*\"", "");
    for (String part : object.split("[/?]", -1)) {
      if (part.length() > 3) {
        text = text.replace(part, "…");
      }
    }
    return new Reply(status, text);
  }
}
