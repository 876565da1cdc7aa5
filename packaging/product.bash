# What is packed, for docker/build and packaging/debian/build: the jars of "mvn package", their version and their time.
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

control_plane_jar=$(printf '%s' "$repository"/platform-web/target/platform-web-*[0-9T].jar)
agent_jar=$(printf '%s' "$repository"/platform-agent/target/platform-agent-*[0-9T].jar)
[[ -f $control_plane_jar && -f $agent_jar ]] || fail "the jars are missing: build them with mvn package -DskipTests"

control_plane_sbom=$repository/platform-web/target/sbom.cdx.json
agent_sbom=$repository/platform-agent/target/sbom.cdx.json
[[ -f $control_plane_sbom && -f $agent_sbom ]] || fail "the SBOMs are missing: build them with mvn package -DskipTests"

product_version=${agent_jar##*/platform-agent-}
product_version=${product_version%.jar}

# the same sources give the same bytes
product_time=$(sed -n 's/.*<project.build.outputTimestamp>\(.*\)<.*/\1/p' "$repository/pom.xml")
SOURCE_DATE_EPOCH=$(date -d "$product_time" +%s)
export SOURCE_DATE_EPOCH
