package io.gantry.fleet.report;

/** The node whose reports are taken in. */
record ReportingNode(String id, String name) {}
